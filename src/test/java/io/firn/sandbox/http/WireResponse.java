package io.firn.sandbox.http;

/** An answer. */
record WireResponse(int status, String contentType, String body) {}
