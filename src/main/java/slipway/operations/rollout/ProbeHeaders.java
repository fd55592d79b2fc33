package slipway.operations.rollout;

import java.util.Map;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.StackReader;

/** The request headers by which a probe chooses its colour, whatever weights it has: the rules of the traffic stack know their word. */
final class ProbeHeaders {
    private static final String OUTPUT = "ProbeToken";

    private ProbeHeaders() {}

    /**
     * Reads the word. Blocks.
     *
     * @return what to send to the client's address, by name; the client passes the api's on
     * @throws FailureException {@code NotFound} when the traffic stack does not tell the word
     */
    static Map<String, String> read(StackReader reader, EnvironmentName environment, Tier tier, Colour colour) {
        String stack = EnvironmentStack.TRAFFIC.in(environment);
        String token = reader.find(stack)
                .map(found -> found.outputs().getOrDefault(OUTPUT, ""))
                .filter(word -> !word.isEmpty())
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "The stack " + stack + " has no output " + OUTPUT
                                + ", by which a probe chooses its colour: deploy " + environment
                                + ", which updates it.",
                        "")));
        String header = switch (tier) {
            case CLIENT -> "X-Colour";
            case API -> "X-Api-Colour";
        };
        return Map.of(header, colour.label() + "-" + token);
    }
}
