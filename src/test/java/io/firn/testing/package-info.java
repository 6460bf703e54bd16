/** What tests of several packages share; engine-neutral, and independent of the code under test. */
package io.firn.testing;
