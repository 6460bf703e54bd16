package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.ledger.LogSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run knows of mixed objects; each is surveyed once. */
final class Surveys {
  private final Map<String, Survey> surveys = new HashMap<>();

  /** Those that turned out to be mixed ones. */
  private final Set<ObjectIdentity> mixed = new HashSet<>();

  void isMixed(ObjectIdentity object) {
    mixed.add(object);
  }

  /** The items, each as what it is by all that is known. */
  List<Listed> ready(List<Listed> items) {
    return mixed.isEmpty() ? items : items.stream().map(this::ready).toList();
  }

  /** The item as what it is by all that is known. */
  Listed ready(Listed item) {
    return item.mayBeMixed() && mixed.contains(item.identity()) ? item.asMixed() : item;
  }

  /** The log groups that the object has events of; empty if it was not surveyed yet. */
  Optional<Set<LogSource>> sources(Listed item) {
    return Optional.ofNullable(surveys.get(item.identity().uri())).map(Survey::sources);
  }

  /** Reads the objects, and tells how many inflated bytes that were. */
  long survey(TaskRunner runner, List<Listed> items, IngestLimits limits, Progress progress) {
    long bytes = 0;
    List<SurveyedObject> objects =
        items.stream()
            .map(
                item ->
                    new SurveyedObject(
                        item.object(), item.input().format(), item.input().defaults()))
            .toList();
    for (Survey survey : runner.survey(objects, limits.inflate(), progress)) {
      surveys.put(survey.uri(), survey);
      bytes += survey.bytes();
    }
    return bytes;
  }
}
