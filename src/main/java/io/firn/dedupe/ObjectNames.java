package io.firn.dedupe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** URIs of objects, numbered as they came; neighbours are mostly of one object. */
final class ObjectNames {
  private final List<String> names = new ArrayList<>();
  private final Map<UTF8String, Integer> numbers = new HashMap<>();
  private @Nullable UTF8String last;
  private int lastNumber;

  int number(UTF8String name) {
    if (!name.equals(last)) {
      Integer known = numbers.get(name);
      if (known == null) {
        known = names.size();
        names.add(name.toString());
      }
      // The row that it comes from is reused.
      last = name.copy();
      lastNumber = known;
      numbers.putIfAbsent(last, known);
    }
    return lastNumber;
  }

  String name(int number) {
    return names.get(number);
  }
}
