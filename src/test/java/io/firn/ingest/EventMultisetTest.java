package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventMultisetTest {
  @Test
  void itHoldsWhatACountedMapHolds() {
    Random random = new Random(7);
    EventMultiset events = new EventMultiset(100_000);
    Map<Long, Integer> expected = new HashMap<>();
    for (int export = 0; export < 4; export++) {
      events.nextExport();
      Map<Long, Integer> ofExport = new HashMap<>();
      for (int i = 0; i < 20_000; i++) {
        long event = random.nextInt(8_000);
        assertThat(events.add(event * 31, event)).isTrue();
        ofExport.merge(event, 1, Integer::sum);
      }
      ofExport.forEach((event, count) -> expected.merge(event, count, Math::max));
    }
    for (int i = 0; i < 200_000; i++) {
      long event = random.nextInt(9_000);
      int left = expected.getOrDefault(event, 0);
      assertThat(events.take(event * 31, event)).as("%s", event).isEqualTo(left > 0);
      expected.put(event, Math.max(0, left - 1));
    }
  }

  @Test
  void itTakesSoManyDifferentEvents() {
    EventMultiset events = new EventMultiset(2);
    events.nextExport();
    assertThat(events.add(1, 1)).isTrue();
    assertThat(events.add(1, 2)).isTrue();
    assertThat(events.add(1, 1)).isTrue();
    assertThat(events.add(2, 1)).isFalse();
  }
}
