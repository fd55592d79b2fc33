package slipway.operations.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.operations.traffic.LocalTraffic.DEV;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.ObservedSplit;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** What an operator sees of traffic. */
@Timeout(120)
class TrafficReaderTest {
    private static final String[] BLUE = {"LoadBalancer", "app/Api", "TargetGroup", "targetgroup/ApiBlue"};
    private static final String[] GREEN = {"LoadBalancer", "app/Api", "TargetGroup", "targetgroup/ApiGreen"};

    @TempDir
    Path folder;

    private LocalTraffic traffic;

    @BeforeEach
    void start() throws Exception {
        traffic = new LocalTraffic(folder);
    }

    @AfterEach
    void stop() {
        traffic.close();
    }

    private TierTraffic api() {
        return new TrafficReader(traffic.cloud).read(DEV).tier(Tier.API).orElseThrow();
    }

    @Test
    void colourWhoseTasksLeave_hasNone() {
        traffic.targets(Tier.API, Colour.GREEN, TargetHealthStateEnum.DRAINING, 2);
        assertThat(api().forbids(Colour.GREEN)).contains(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 0));

        traffic.targets(Tier.API, Colour.GREEN, TargetHealthStateEnum.UNHEALTHY, 2);
        assertThat(api().forbids(Colour.GREEN)).contains(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 2));
    }

    @Test
    void tier_namesItsRule_andWhatForbidsItsEmptyColour() {
        TierTraffic api = api();

        assertThat(api.rule().logicalName()).isEqualTo("ApiRule");
        assertThat(api.rule().priority()).isEqualTo("1000");
        assertThat(api.internal()).isTrue();
        assertThat(api.weights()).isEqualTo(Weights.green(0));
        assertThat(api.forbids(Colour.GREEN)).contains(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 0));
        assertThat(api.forbids(Colour.BLUE)).isEmpty();
    }

    @Test
    void figures_areOfTheNewestMinute_perRealSecond() {
        traffic.metrics.given("AWS/ApplicationELB/RequestCount", List.of(120.0, 600.0), BLUE);
        traffic.metrics.given("AWS/ApplicationELB/HTTPCode_Target_5XX_Count", List.of(6.0), BLUE);
        traffic.metrics.given("AWS/ApplicationELB/TargetResponseTime", List.of(0.004), BLUE);

        ColourTraffic blue = api().blue();

        // A minute of this cloud is a second.
        assertThat(blue.requestsPerSecond()).hasValue(120);
        assertThat(blue.errorShare()).hasValue(0.05);
        assertThat(blue.p50Millis()).hasValue(4);
    }

    @Test
    void figures_areAbsent_whereNothingWasMeasured() {
        TierTraffic api = api();

        assertThat(api.blue().requestsPerSecond()).isEqualTo(OptionalDouble.empty());
        assertThat(api.blue().errorShare()).isEqualTo(OptionalDouble.empty());
        assertThat(api.observed().orElseThrow().isEmpty()).isTrue();
    }

    @Test
    void observed_isCounted_notDerivedFromTheWeights() {
        traffic.metrics.given("AWS/ApplicationELB/RequestCount", List.of(30.0, 40.0), BLUE);
        traffic.metrics.given("AWS/ApplicationELB/RequestCount", List.of(20.0, 10.0), GREEN);

        ObservedSplit observed = api().observed().orElseThrow();

        assertThat(observed.blue()).isEqualTo(70);
        assertThat(observed.green()).isEqualTo(30);
        assertThat(observed.asOf()).isAfter(observed.since());
    }

    @Test
    void environment_thatIsNotThere_hasNoTiers() {
        TrafficStatus status = new TrafficReader(traffic.cloud).read(new EnvironmentName("other"));

        assertThat(status.tiers()).isEmpty();
        assertThat(status.lock()).isEqualTo(Optional.empty());
        assertThat(status.history()).isEmpty();
    }
}
