package io.firn.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.testing.LocalS3;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

final class S3StateStoreTest extends StateStoreContract {
  private static final String BUCKET = "states";
  private static final String KEY = "slots/a";
  private static int tests;
  private static LocalS3 s3;

  /** One for all threads of all tests. */
  private static S3Client client;

  private final String prefix = "lake/" + tests++ + "/state";
  private final FaultyS3 faulty = new FaultyS3(client);

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    s3.createBucket(BUCKET);
    client = new FaultyS3(pooled());
  }

  /** The client on HttpURLConnection loses refusals, which come before it has sent the body. */
  private static S3Client pooled() {
    return S3Client.builder()
        .endpointOverride(s3.endpoint())
        .region(Region.of(LocalS3.REGION))
        .forcePathStyle(true)
        .httpClientBuilder(ApacheHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY)))
        .build();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    s3.close();
  }

  @Override
  StateStore store() {
    return new S3StateStore(client, BUCKET, prefix);
  }

  private StateStore faultyStore() {
    return new S3StateStore(faulty, BUCKET, prefix + "/");
  }

  @Test
  void prefixMayBeEmpty() {
    StateStore whole = new S3StateStore(client, BUCKET, "");
    store().create(KEY, bytes("1"));
    assertThat(whole.list(prefix)).containsExactly(prefix + "/" + KEY);
    assertThat(text(whole.read(prefix + "/" + KEY).orElseThrow())).isEqualTo("1");
  }

  @Test
  void objectsOfOthersBelowThePrefixAreNotListed() {
    client.putObject(
        request -> request.bucket(BUCKET).key(prefix + "/slots/"), RequestBody.empty());
    client.putObject(request -> request.bucket(BUCKET).key(prefix + "-2/b"), RequestBody.empty());
    store().create(KEY, bytes("1"));
    assertThat(store().list("")).containsExactly(KEY);
  }

  @Test
  void moreKeysThanAPageHoldsAreListed() {
    for (int i = 0; i < 1_050; i++) {
      store().create("many/" + i, bytes(""));
    }
    assertThat(store().list("many/")).hasSize(1_050).isSorted();
  }

  @Test
  void writeWhoseRequestWasLostIsRepeated() {
    faulty.loseRequests(2);
    String version = faultyStore().create(KEY, bytes("1")).orElseThrow();
    assertThat(store().read(KEY).orElseThrow().version()).isEqualTo(version);
    faulty.loseRequests(1);
    assertThat(faultyStore().replace(KEY, version, bytes("2"))).isPresent();
    assertThat(faulty.puts()).isEqualTo(5);
  }

  @Test
  void writeWhoseAnswerWasLostIsLookedUp() {
    faulty.loseAnswers(1);
    String first = faultyStore().create(KEY, bytes("1")).orElseThrow();
    faulty.loseAnswers(1);
    String second = faultyStore().replace(KEY, first, bytes("2")).orElseThrow();
    Stored stored = store().read(KEY).orElseThrow();
    assertThat(text(stored)).isEqualTo("2");
    assertThat(stored.version()).isEqualTo(second);
    assertThat(faulty.puts()).isEqualTo(2);
  }

  @Test
  void refusalThatTheSdkMetInItsOwnRepetitionIsAWin() {
    faulty.repeat(1);
    String first = faultyStore().create(KEY, bytes("1")).orElseThrow();
    faulty.repeat(1);
    String second = faultyStore().replace(KEY, first, bytes("2")).orElseThrow();
    assertThat(store().read(KEY).orElseThrow().version()).isEqualTo(second);
  }

  @Test
  void whoeverCameBetweenWins() {
    faulty.loseRequests(1).afterNextFault(() -> store().create(KEY, bytes("1")));
    // The same content is not the same write.
    assertThat(faultyStore().create(KEY, bytes("1"))).isEmpty();
    Stored stored = store().read(KEY).orElseThrow();
    faulty
        .loseRequests(1)
        .afterNextFault(() -> store().replace(KEY, stored.version(), bytes("other")));
    assertThat(faultyStore().replace(KEY, stored.version(), bytes("mine"))).isEmpty();
    assertThat(text(store().read(KEY).orElseThrow())).isEqualTo("other");
  }

  @Test
  void failureThatLastsNamesTheObject() {
    faulty.loseRequests(3);
    assertThatThrownBy(() -> faultyStore().create(KEY, bytes("1")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot write state s3://states/" + prefix + "/slots/a: connect timed out");
    assertThat(store().read(KEY)).isEmpty();
  }

  @Test
  void missingBucketIsAFailureNotALostRace() {
    StateStore nowhere = new S3StateStore(client, "no-such-bucket", "state");
    for (String verb : new String[] {"create", "replace"}) {
      assertThatThrownBy(() -> write(nowhere, verb))
          .as(verb)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("Cannot write state s3://no-such-bucket/state/slots/a: ");
    }
    assertThatThrownBy(() -> nowhere.read(KEY))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot read state s3://no-such-bucket/state/slots/a: ");
    assertThatThrownBy(() -> nowhere.list("slots/"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot list state s3://no-such-bucket/state/slots/: ");
  }

  private static Optional<String> write(StateStore store, String verb) {
    return verb.equals("create")
        ? store.create(KEY, bytes("1"))
        : store.replace(KEY, "\"0123456789abcdef0123456789abcdef\"", bytes("1"));
  }
}
