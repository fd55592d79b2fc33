package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.model.DeployPlan;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.StackPlan;

class OutlineTest {
    private static DeployPlan outline(Path applications) {
        return EnvironmentDeployer.outline(
                new DeployRequest(new EnvironmentName("dev"), Map.of(), applications, Optional.empty()));
    }

    @Test
    void outline_whenNothingIsAsked_createsEveryStackAndPublishesBothTiers() {
        DeployPlan plan = outline(Path.of(System.getProperty("slipway.home", ".")));
        assertThat(plan.stacks()).hasSize(10).allMatch(stack -> stack.action() == StackPlan.Action.CREATE);
        assertThat(plan.images()).hasSize(2).allMatch(DeployPlan.ImagePlan::publish);
        assertThat(plan.resourceCount()).isGreaterThan(100);
    }

    @Test
    void outline_whenAFolderIsMissing_namesItAndTheWayOut() {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> outline(Path.of("/nowhere")))
                .withMessageContaining("/nowhere/client")
                .withMessageContaining("--param client.Image=");
    }
}
