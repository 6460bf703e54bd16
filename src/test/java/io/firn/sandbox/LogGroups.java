package io.firn.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The log groups of an account and Region, and their streams. */
final class LogGroups {
  private static final int PAGE = 50;
  private static final Set<Integer> RETENTIONS =
      Set.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final AccountRegion place;
  private final Clock clock;
  private final NavigableMap<String, StoredGroup> groups = new TreeMap<>();

  LogGroups(AccountRegion place, Clock clock) {
    this.place = place;
    this.clock = clock;
  }

  void create(String name, GroupClass logClass) {
    StoredGroup group = new StoredGroup(Checks.group(name), logClass, clock.millis());
    if (groups.putIfAbsent(name, group) != null) {
      throw AwsErrors.groupExists();
    }
  }

  void delete(String name) {
    groups.remove(named(name).name());
  }

  StoredGroup named(String name) {
    return find(name).orElseThrow(AwsErrors::noGroup);
  }

  Optional<StoredGroup> find(String name) {
    return Optional.ofNullable(groups.get(Checks.group(name)));
  }

  Iterable<StoredGroup> all() {
    return groups.values();
  }

  void keep(String name, int days) {
    if (!RETENTIONS.contains(days)) {
      throw AwsErrors.constraint(
          "retentionInDays",
          days,
          "Member must satisfy enum value set: " + RETENTIONS.stream().sorted().toList());
    }
    named(name).keep(days);
  }

  void keepForEver(String name) {
    named(name).keep(null);
  }

  Page<LogGroupView> describe(GroupQuery query) {
    if (query.prefix() != null && query.pattern() != null) {
      throw AwsErrors.invalidParameter(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    int limit = Checks.limit(query.limit(), PAGE);
    String after = PageToken.last(query.nextToken()).orElse("");
    List<LogGroupView> following =
        groups.tailMap(after, false).values().stream()
            .filter(query::asksFor)
            .limit(limit + 1L)
            .map(group -> group.view(place))
            .map(view -> query.pattern() == null ? view : view.brief())
            .toList();
    return Page.firstOf(following, limit, LogGroupView::name);
  }

  void createStream(String groupName, String streamName) {
    StoredGroup group = named(groupName);
    StoredStream stream = new StoredStream(Checks.stream(streamName), clock.millis());
    if (group.streams().putIfAbsent(streamName, stream) != null) {
      throw AwsErrors.streamExists();
    }
  }

  void deleteStream(String group, String stream) {
    named(group).deleteStream(Checks.stream(stream));
  }

  Page<LogStreamView> describeStreams(StreamQuery query) {
    String arn = place.logGroupArn(query.group());
    List<StoredStream> all =
        named(query.group()).streams().values().stream()
            .filter(query::asksFor)
            .sorted(query.comparator())
            .toList();
    Optional<String> last = PageToken.last(query.nextToken());
    int start = last.map(name -> positionAfter(name, all)).orElse(0);
    List<LogStreamView> following =
        all.subList(start, all.size()).stream().map(stream -> stream.view(arn)).toList();
    return Page.firstOf(following, Checks.limit(query.limit(), PAGE), LogStreamView::name);
  }

  private static int positionAfter(String name, List<StoredStream> streams) {
    int position = streams.stream().map(StoredStream::name).toList().indexOf(name);
    return position < 0 ? streams.size() : position + 1;
  }
}
