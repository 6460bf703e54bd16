package io.firn.aws;

import io.firn.state.LocalStateStore;
import io.firn.state.S3StateStore;
import io.firn.state.StateStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/** Where state is kept. */
public final class AwsStores {
  private static final Pattern S3 = Pattern.compile("s3a?://(?<bucket>[^/]+)/?(?<prefix>.*?)/?");

  private AwsStores() {}

  /** Whether a location is one in S3. */
  public static boolean isInS3(String location) {
    return S3.matcher(location).matches();
  }

  /**
   * All of a small object.
   *
   * @param location {@code s3://<bucket>/<key>}
   */
  public static Optional<byte[]> read(String location, AwsClients clients) {
    Matcher matcher = S3.matcher(location);
    if (!matcher.matches() || matcher.group("prefix").isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid location: '" + location + "' (must be s3://<bucket>/<key>)");
    }
    return new S3LandingZone(clients.s3()).read(matcher.group("bucket"), matcher.group("prefix"));
  }

  /**
   * The store at a location.
   *
   * @param location an absolute directory, or {@code s3://<bucket>/<prefix>}
   * @param clients for S3
   */
  public static StateStore state(String location, AwsClients clients) {
    Matcher matcher = S3.matcher(location);
    if (!matcher.matches()) {
      return new LocalStateStore(Path.of(location));
    }
    S3Client client = clients.s3();
    return new S3StateStore(client, matcher.group("bucket"), matcher.group("prefix"));
  }
}
