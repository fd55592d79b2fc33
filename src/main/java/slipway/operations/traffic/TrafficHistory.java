package slipway.operations.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.TrafficMove;
import slipway.model.TrafficMove.Outcome;
import slipway.model.Weights;
import slipway.operations.ParameterJson;
import slipway.operations.Parameters;

/** The last moves of an environment's weights, newest first, in one SSM parameter. Who writes holds the lock. */
final class TrafficHistory {
    static final int MOST = 50;
    /** SSM takes 4 KB in the standard tier; what does not fit is forgotten, oldest first. */
    static final int LIMIT = 4096;

    private final Parameters parameters;
    private final String name;

    TrafficHistory(Cloud cloud, EnvironmentName environment) {
        this.parameters = new Parameters(cloud);
        this.name = name(environment);
    }

    static String name(EnvironmentName environment) {
        return "/" + environment + "/traffic-history";
    }

    /** Words recur, so each is written once and a move points at them. */
    private record Kept(
            @JsonProperty("t") List<String> texts,
            @JsonProperty("m") List<List<Long>> moves) {}

    /** @param text the parameter's */
    static List<TrafficMove> parsed(String name, String text) {
        Kept kept = Parameters.parsed(name, text, Kept.class);
        return kept.moves().stream().map(row -> move(row, kept.texts())).toList();
    }

    private static TrafficMove move(List<Long> row, List<String> texts) {
        return new TrafficMove(
                Instant.ofEpochSecond(row.get(0)),
                texts.get(number(row, 1)),
                Tier.valueOf(texts.get(number(row, 2))),
                new Weights(number(row, 3), number(row, 4)),
                new Weights(number(row, 5), number(row, 6)),
                texts.get(number(row, 7)),
                Outcome.valueOf(texts.get(number(row, 8))));
    }

    private static int number(List<Long> row, int at) {
        return row.get(at).intValue();
    }

    List<TrafficMove> read() {
        return parameters.value(name).map(text -> parsed(name, text)).orElse(List.of());
    }

    /** Notes a move; it replaces the newest one where that is the same move, noted before its end was known. */
    void note(TrafficMove move, boolean again) {
        List<TrafficMove> moves = new ArrayList<>(read());
        if (again) {
            moves.stream()
                    .filter(other -> other.tier() == move.tier())
                    .findFirst()
                    .filter(other ->
                            other.outcome() == Outcome.UNSETTLED && other.who().equals(move.who()))
                    .ifPresent(moves::remove);
        }
        moves.addFirst(move);
        parameters.replace(name, text(moves));
    }

    static String text(List<TrafficMove> moves) {
        int count = Math.min(MOST, moves.size());
        String text = text(moves, count);
        while (count > 1 && text.getBytes(StandardCharsets.UTF_8).length > LIMIT) {
            count--;
            text = text(moves, count);
        }
        return text;
    }

    private static String text(List<TrafficMove> moves, int count) {
        List<String> texts = new ArrayList<>();
        List<List<Long>> rows = moves.stream()
                .limit(count)
                .map(move -> row(
                        move.at().getEpochSecond(),
                        index(texts, move.who()),
                        index(texts, move.tier().name()),
                        move.from().blue(),
                        move.from().green(),
                        move.to().blue(),
                        move.to().green(),
                        index(texts, move.why()),
                        index(texts, move.outcome().name())))
                .toList();
        return ParameterJson.text(new Kept(texts, rows));
    }

    private static List<Long> row(long... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static int index(List<String> texts, String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return texts.indexOf(text);
    }
}
