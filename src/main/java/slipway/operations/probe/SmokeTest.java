package slipway.operations.probe;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import slipway.async.Poller;
import slipway.operations.probe.HttpProbe.Answer;

/**
 * Asks the application whether it does its work: its page begins with the sum that the api has read from Redis, so one right answer has
 * gone through everything.
 */
public final class SmokeTest {
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int OK = 200;
    private static final String BEGINNING = "Last sum was: ";
    private static final int LONGEST_LINE = 100;

    private final Poller poller;

    /** @param poller its cancellation ends the test after the try that is under way */
    public SmokeTest(Poller poller) {
        this.poller = poller;
    }

    /** @param words what the last try came to, without a full stop: {@code http://… answered 502 (Bad Gateway) at try 10 of 10} */
    public record Verdict(boolean passed, String words) {}

    /**
     * Asks for the page until an answer is right, up to ten times, a second apart. Blocks.
     *
     * @param url where the application answers, without the slash at its end
     * @param headers to be sent along, by name
     */
    public Verdict test(String url, Map<String, String> headers) {
        String page = url + "/";
        try (var http = new HttpProbe()) {
            for (int attempt = 1; true; attempt++) {
                Optional<Answer> answer = http.get(page, headers);
                boolean right = answer.filter(given -> given.status() == OK)
                        .filter(given -> given.body().startsWith(BEGINNING))
                        .isPresent();
                if (right || attempt == TRIES || !poller.pause(PAUSE)) {
                    return new Verdict(right, page + words(answer) + " at try " + attempt + " of " + TRIES);
                }
            }
        }
    }

    private static String words(Optional<Answer> answer) {
        return answer.map(given ->
                        " answered " + given.status() + (given.body().isBlank() ? "" : " (" + line(given.body()) + ")"))
                .orElse(" did not answer");
    }

    private static String line(String body) {
        String line = body.strip();
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
    }
}
