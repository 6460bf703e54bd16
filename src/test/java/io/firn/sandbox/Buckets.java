package io.firn.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What CloudWatch Logs finds out about buckets; those that nothing was said of take exports. */
public final class Buckets {
  private final ExportSink sink;
  private final Map<String, BucketRefusal> refusals = new ConcurrentHashMap<>();
  private final Map<String, String> regions = new ConcurrentHashMap<>();

  Buckets(ExportSink sink) {
    this.sink = sink;
  }

  /** The bucket refuses exports, and what running tasks write. */
  public void refuse(String bucket, BucketRefusal refusal) {
    refusals.put(bucket, refusal);
  }

  /** The bucket lies in that Region, and takes no exports from others. */
  public void locate(String bucket, String region) {
    regions.put(bucket, region);
  }

  /** Where a bucket lies; empty if nothing was said of it. */
  public Optional<String> region(String bucket) {
    return Optional.ofNullable(regions.get(bucket));
  }

  /** Forgets what was said of a bucket. */
  public void accept(String bucket) {
    refusals.remove(bucket);
    regions.remove(bucket);
  }

  /** As CreateExportTask checks it. */
  void check(String bucket, AccountRegion place) {
    if (!sink.hasBucket(bucket)) {
      throw AwsErrors.noBucket();
    }
    if (!regions.getOrDefault(bucket, place.region()).equals(place.region())) {
      throw AwsErrors.otherRegion();
    }
    refusal(bucket)
        .ifPresent(
            refusal -> {
              throw refusal.error();
            });
  }

  Optional<BucketRefusal> refusal(String bucket) {
    return Optional.ofNullable(refusals.get(bucket));
  }
}
