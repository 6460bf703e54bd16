package io.firn.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code catalog}. */
final class CatalogReader {
  private static final List<String> ACCESS =
      List.of(ConfigKeys.TOKEN, ConfigKeys.CREDENTIAL, ConfigKeys.SIGV4);

  private final Locations locations;
  private final SecretReader secrets;

  CatalogReader(Locations locations, SecretReader secrets) {
    this.locations = locations;
    this.secrets = secrets;
  }

  Optional<CatalogConfig> read(Section section) {
    Optional<Value> given = section.get(ConfigKeys.TYPE);
    Optional<CatalogType> type =
        given.isEmpty()
            ? Optional.of(Defaults.CATALOG_TYPE)
            : given.flatMap(
                value -> value.read(text -> Choices.of(CatalogType.class, "catalog type", text)));
    type.ifPresent(known -> known.refuseOthers(section));
    return type.flatMap(
        known ->
            switch (known) {
              case GLUE -> glue(section);
              case REST -> rest(section);
              case JDBC -> jdbc(section);
            });
  }

  private Optional<CatalogConfig> glue(Section section) {
    Optional<String> warehouse =
        section.require(ConfigKeys.WAREHOUSE, CatalogConfig.Glue::checkedWarehouse);
    String id = section.get(ConfigKeys.CATALOG_ID, CatalogConfig.Glue::checkedId).orElse(null);
    CatalogProperties properties = properties(section);
    return warehouse.map(location -> new CatalogConfig.Glue(location, id, properties));
  }

  private Optional<CatalogConfig> rest(Section section) {
    Optional<String> uri = section.require(ConfigKeys.URI, CatalogConfig.Rest::checkedUri);
    String warehouse = section.get(ConfigKeys.WAREHOUSE, text -> text).orElse(null);
    RestAccess access = access(section).orElse(null);
    CatalogProperties properties = properties(section);
    return uri.map(known -> new CatalogConfig.Rest(known, warehouse, access, properties));
  }

  private Optional<RestAccess> access(Section section) {
    List<String> given = ACCESS.stream().filter(key -> section.get(key).isPresent()).toList();
    given.stream()
        .skip(1)
        .forEach(
            key ->
                section.refuse(
                    key,
                    "Invalid "
                        + key
                        + ": "
                        + given.get(0)
                        + " is there too (must be one of token, credential and sigv4)"));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Optional<Section> said = section.get(given.get(0)).flatMap(Value::section);
    return switch (given.get(0)) {
      case ConfigKeys.TOKEN ->
          said.flatMap(key -> secrets.read(key, Secret.Use.TOKEN)).map(RestAccess.Token::new);
      case ConfigKeys.CREDENTIAL ->
          said.flatMap(key -> secrets.read(key, Secret.Use.CREDENTIAL))
              .map(RestAccess.Credential::new);
      default -> said.flatMap(CatalogReader::signature);
    };
  }

  private static Optional<RestAccess> signature(Section section) {
    String region = section.get(ConfigKeys.REGION, AwsConfig::checkedRegion).orElse(null);
    return section
        .require(ConfigKeys.SERVICE, RestAccess.Signature::checkedService)
        .map(service -> new RestAccess.Signature(service, region));
  }

  private CatalogProperties properties(Section section) {
    return section
        .get(ConfigKeys.PROPERTIES)
        .map(new PropertiesReader(secrets)::read)
        .orElse(CatalogProperties.NONE);
  }

  private Optional<CatalogConfig> jdbc(Section section) {
    Optional<String> warehouse =
        section.require(
            ConfigKeys.WAREHOUSE, text -> locations.anywhere(ConfigKeys.WAREHOUSE, text));
    Optional<Path> file = file(section, warehouse.orElse(""));
    Duration busyTimeout =
        section
            .get(
                ConfigKeys.BUSY_TIMEOUT,
                text -> CatalogConfig.Jdbc.checkedBusyTimeout(Durations.parse(text)))
            .orElse(Defaults.BUSY_TIMEOUT);
    return warehouse.flatMap(
        directory -> file.map(path -> new CatalogConfig.Jdbc(directory, path, busyTimeout)));
  }

  private Optional<Path> file(Section section, String warehouse) {
    Optional<Value> given = section.get(ConfigKeys.FILE);
    if (given.isPresent()) {
      return given.flatMap(
          value ->
              value.read(
                  text -> CatalogConfig.Jdbc.checkedFile(locations.local("catalog file", text))));
    }
    if (Locations.isS3(warehouse)) {
      section
          .value()
          .problemBelow(
              ConfigKeys.FILE, "Missing key (the catalog of a warehouse in S3 is a local file)");
      return Optional.empty();
    }
    return warehouse.isEmpty()
        ? Optional.empty()
        : section
            .get(ConfigKeys.WAREHOUSE)
            .flatMap(
                value ->
                    value.attempt(
                        () ->
                            CatalogConfig.Jdbc.checkedFile(
                                Path.of(warehouse).resolve(Defaults.CATALOG_FILE))));
  }
}
