package io.firn.driver;

import io.firn.AccountRegion;
import io.firn.export.ExportDriver;
import io.firn.export.ExportPolicy;
import io.firn.landing.LandingLayout;

/** A source of the config, with its clients at hand. */
record Site(
    AccountRegion place, LandingLayout layout, ExportPolicy policy, ExportDriver.Tools tools) {}
