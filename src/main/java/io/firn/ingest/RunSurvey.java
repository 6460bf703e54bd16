package io.firn.ingest;

import io.firn.decode.Decoder;
import io.firn.decode.InflateBounds;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Surveys one object on an executor. */
final class RunSurvey implements Function<SurveyedObject, Survey> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> configuration;
  private final InflateBounds bounds;
  private final LongAccumulator objects;
  private final LongAccumulator bytes;

  RunSurvey(
      Broadcast<SerializableConfiguration> configuration,
      InflateBounds bounds,
      LongAccumulator objects,
      LongAccumulator bytes) {
    this.configuration = configuration;
    this.bounds = bounds;
    this.objects = objects;
    this.bytes = bytes;
  }

  @Override
  public Survey call(SurveyedObject object) {
    Survey survey =
        object.survey(
            new ObjectSource(configuration.value().value()), new Decoder(object.format(), bounds));
    objects.add(1);
    bytes.add(object.bytes());
    return survey;
  }
}
