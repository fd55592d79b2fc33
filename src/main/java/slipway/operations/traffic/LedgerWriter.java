package slipway.operations.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.Weights;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;

/** Writes the live weights into the traffic stack's parameters: its ledger. */
final class LedgerWriter {
    /** More than one is needed only when something moves the rules while they are written down. */
    private static final int ROUNDS = 5;

    private static final Duration LOCAL_PACE = Duration.ofMillis(100);
    private static final Duration AWS_PACE = Duration.ofSeconds(3);
    /** An update of rules alone takes seconds; whoever is in the way may take longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Cloud cloud;
    private final EnvironmentName environment;
    private final Poller poller;
    private final String stack;

    LedgerWriter(Cloud cloud, EnvironmentName environment, Poller poller) {
        this.cloud = cloud;
        this.environment = environment;
        this.poller = poller;
        this.stack = EnvironmentStack.TRAFFIC.in(environment);
    }

    /**
     * Writes until ledger and rules agree.
     *
     * @param before asked before each step; throws when the writer may not go on
     * @param undone told when CloudFormation took its update back: the rules have older weights
     * @return the weights that both say
     * @throws FailureException {@code Rejected} when the stack cannot be updated, with its state
     */
    Map<Tier, Weights> write(Runnable before, Consumer<TrafficTable> undone) {
        boolean updated = false;
        for (int round = 0; round < ROUNDS; round++) {
            before.run();
            Standing standing = standing(before);
            TrafficTable table = standing.table();
            if ((updated || standing.waited()) && table.status().startsWith("UPDATE_ROLLBACK")) {
                undone.accept(table);
                table = TrafficTable.read(cloud, environment);
            }
            Map<Tier, Weights> live = live(table);
            if (recorded(table).equals(live)) {
                return live;
            }
            before.run();
            updated = update(table, live);
        }
        throw new FailureException(new Failure.Rejected(
                "The stack " + stack + " does not come to say what the rules do, after " + ROUNDS
                        + " updates. The rules keep their weights; see the stack's events, then move again.",
                ""));
    }

    private static Map<Tier, Weights> live(TrafficTable table) {
        Map<Tier, Weights> weights = new EnumMap<>(Tier.class);
        table.rules().forEach((tier, rule) -> weights.put(tier, rule.weights()));
        return weights;
    }

    private static Map<Tier, Weights> recorded(TrafficTable table) {
        Map<Tier, Weights> weights = new EnumMap<>(Tier.class);
        for (Tier tier : table.rules().keySet()) {
            table.recorded(tier).ifPresent(recorded -> weights.put(tier, recorded));
        }
        return weights;
    }

    /** @param waited whether somebody was updating the stack */
    private record Standing(TrafficTable table, boolean waited) {}

    /** Waits until nobody updates the stack. */
    private Standing standing(Runnable before) {
        var waited = new AtomicLong();
        Optional<TrafficTable> standing = poller.until(
                () -> {
                    TrafficTable table = TrafficTable.read(cloud, environment);
                    if (table.status().endsWith("_IN_PROGRESS") && waited.get() < PATIENCE.toMillis()) {
                        before.run();
                        return Optional.empty();
                    }
                    return Optional.of(table);
                },
                () -> {
                    waited.addAndGet(pace().toMillis());
                    return pace();
                });
        return standing.map(table -> new Standing(table, waited.get() > 0))
                .orElseThrow(() -> new FailureException(new Failure.Cancelled(
                        "Cancelled while the weights were being written down in " + stack + ".", "")));
    }

    private Duration pace() {
        return cloud.target() instanceof Target.Local ? LOCAL_PACE : AWS_PACE;
    }

    /** False when the stack was busy after all. */
    private boolean update(TrafficTable table, Map<Tier, Weights> live) {
        try {
            cloud.cloudFormation()
                    .updateStack(request -> request.stackName(stack)
                            .usePreviousTemplate(true)
                            .parameters(parameters(table, live))
                            .capabilities(Capability.CAPABILITY_IAM)
                            // Saved triggers would persist, and an alarm would take the weights back.
                            .rollbackConfiguration(RollbackConfiguration.builder()
                                    .rollbackTriggers(List.of())
                                    .build()));
            return true;
        } catch (CloudFormationException refused) {
            String words = Failures.words(refused);
            if (words.contains("No updates are to be performed")) {
                return true;
            }
            if (words.contains("_IN_PROGRESS")) {
                return false;
            }
            throw Failures.exception(
                    "write the weights down in " + stack + ", which is " + table.status()
                            + "; the rules keep their weights",
                    refused);
        }
    }

    private static List<Parameter> parameters(TrafficTable table, Map<Tier, Weights> live) {
        List<Parameter> parameters = new ArrayList<>();
        for (String name : table.parameterNames()) {
            Optional<Integer> weight = weight(name, live);
            Parameter.Builder parameter = Parameter.builder().parameterKey(name);
            parameters.add(
                    weight.isPresent()
                            ? parameter
                                    .parameterValue(String.valueOf(weight.get()))
                                    .build()
                            : parameter.usePreviousValue(true).build());
        }
        return parameters;
    }

    private static Optional<Integer> weight(String parameter, Map<Tier, Weights> live) {
        for (Map.Entry<Tier, Weights> tier : live.entrySet()) {
            for (Colour colour : Colour.values()) {
                if (parameter.equals(TrafficTable.parameterName(tier.getKey(), colour))) {
                    return Optional.of(tier.getValue().of(colour));
                }
            }
        }
        return Optional.empty();
    }
}
