package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.AccessibleAction;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import slipway.model.Colour;
import slipway.model.Failure;
import slipway.model.LogNews;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficStatus;
import slipway.model.Weights;
import slipway.operations.traffic.TrafficSession;
import slipway.ui.FakeServices;
import slipway.ui.LogSamples;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;
import slipway.ui.TrafficSamples;
import slipway.ui.controls.Fader;
import slipway.ui.workspace.LogsRequest;

/**
 * Draws every panel in every state, in both themes and in both sizes, into {@code target/screenshots}; no text that must be
 * whole may be cut in any of them.
 */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class PanelPicturesTest {
    private static final int[][] SIZES = {{1440, 900}, {1100, 700}};

    @Test
    void overview_beforeTheFirstDeployment_isWhole() {
        assertThat(draw("overview-first-run", new FakeServices(), 0, "overview", pictures -> {}))
                .isEmpty();
    }

    @Test
    void overview_deployed_isWhole() {
        assertThat(draw("overview-deployed", deployed(), 7200, "overview", pictures -> {}))
                .isEmpty();
    }

    @Test
    void overview_withRedisExposed_isWhole() {
        var services = deployed();
        services.exposure = Samples.exposed();
        assertThat(draw("overview-exposed", services, 7200, "overview", pictures -> {}))
                .isEmpty();
    }

    @Test
    void overview_duringAShift_isWhole() {
        FakeServices services = deployed();
        services.status = Samples.shifting();

        assertThat(draw("overview-shifting", services, 7200, "overview", pictures -> {}))
                .isEmpty();
    }

    @Test
    void overview_whileTheLocalCloudIsStopped_isWhole() {
        var services = new FakeServices();
        services.keepsStacks = true;

        assertThat(draw("overview-asleep", services, 0, "overview", pictures -> {}))
                .isEmpty();
    }

    @Test
    void overview_refused_isWhole() {
        var services = new FakeServices();
        services.running = true;
        services.readFailure = new Failure.Denied("ecs:ListTasks", "slipway-dev lacks ecs:ListTasks.", "403");

        assertThat(draw("overview-refused", services, 0, "overview", pictures -> {}))
                .isEmpty();
    }

    @Test
    void stacks_beforeTheFirstDeployment_isWhole() {
        assertThat(draw(
                        "stacks-planned",
                        new FakeServices(),
                        0,
                        "stacks",
                        pictures -> pictures.workspace().selectStack("data")))
                .isEmpty();
    }

    @Test
    void stacks_deployed_isWhole() {
        assertThat(draw("stacks-idle", deployed(), 7200, "stacks", pictures -> {}))
                .isEmpty();
    }

    @Test
    void stacks_duringADeployment_isWhole() {
        List<String> cut = new ArrayList<>();
        WaitForAsyncUtils.waitForAsyncFx(120_000, () -> {
            for (int[] size : SIZES) {
                for (Look.Theme theme : List.of(Look.Theme.LIGHT, Look.Theme.DARK)) {
                    var services = new FakeServices();
                    services.running = true;
                    services.reports = List.of(Samples.deploying());
                    var stage = new Stage();
                    var pictures = new PanelPictures(stage, services, 19);
                    services.during = () -> {
                        for (String panel : List.of("stacks", "overview")) {
                            pictures.shell().open(panel);
                            cut.addAll(pictures.take(panel + "-deploying-" + size[0], size[0], size[1], theme));
                        }
                    };
                    pictures.workspace().deploy();
                    pictures.close();
                }
            }
        });

        assertThat(cut).isEmpty();
    }

    @Test
    void stacks_afterADeployment_isWhole() {
        assertThat(draw("stacks-succeeded", ending(Samples.succeeded()), 24, "stacks", PanelPicturesTest::deploy))
                .isEmpty();
    }

    @Test
    void stacks_afterAFailure_isWhole() {
        assertThat(draw("stacks-failed", ending(Samples.failed()), 36, "stacks", PanelPicturesTest::deploy))
                .isEmpty();
    }

    @Test
    void stacks_withTheLastFailure_isWhole() {
        FakeServices services = deployed();
        services.status = Samples.deploymentFailed();

        assertThat(draw("stacks-last-failure", services, 7200, "stacks", pictures -> {}))
                .isEmpty();
    }

    @Test
    void stacks_afterACancellation_isWhole() {
        assertThat(draw("stacks-cancelled", ending(Samples.cancelled()), 24, "stacks", PanelPicturesTest::deploy))
                .isEmpty();
    }

    @Test
    void logs_following_isWhole() {
        FakeServices services = deployed();
        services.logs = LogSamples.halfAnHour();

        assertThat(draw("logs-following", services, 48, "logs", pictures -> {})).isEmpty();
    }

    @Test
    void logs_atACrash_isWhole() {
        FakeServices services = deployed();
        services.logs = LogSamples.halfAnHour();

        assertThat(draw(
                        "logs-crash",
                        services,
                        48,
                        "logs",
                        pictures -> pictures.workspace()
                                .requestLogs(LogsRequest.of(Samples.DEV, "dev-api-blue", "", LogSamples.CRASH)
                                        .orElseThrow())))
                .isEmpty();
    }

    @Test
    void logs_beforeTheFirstDeployment_isWhole() {
        assertThat(draw("logs-nothing", new FakeServices(), 0, "logs", pictures -> {}))
                .isEmpty();
    }

    @Test
    void logs_withoutPermission_isWhole() {
        FakeServices services = deployed();
        services.logs = (receiver, cancellation) -> receiver.accept(new LogNews.Trouble(
                new Failure.Denied(
                        "logs:FilterLogEvents",
                        "Not allowed to read the logs of api in dev: the permission logs:FilterLogEvents is missing. Have it"
                                + " granted, or choose another profile.",
                        "AccessDeniedException (status 400)"),
                Duration.ofSeconds(8)));

        assertThat(draw("logs-denied", services, 48, "logs", pictures -> {})).isEmpty();
    }

    @Test
    void logs_thatAreNotUpToDate_isWhole() {
        FakeServices services = deployed();
        services.logs = (receiver, cancellation) -> {
            LogSamples.halfAnHour().follow(receiver, cancellation);
            receiver.accept(new LogNews.Trouble(
                    new Failure.Unreachable("Cannot read the logs of api in dev: no answer in time.", ""),
                    Duration.ofSeconds(8)));
        };

        assertThat(draw("logs-stale", services, 48, "logs", pictures -> {})).isEmpty();
    }

    @Test
    void services_onABusyAfternoon_isWhole() {
        FakeServices services = deployed();
        services.status = ServiceSamples.busy();

        assertThat(draw("services", services, 7200, "services", pictures -> selectRow(pictures, 5)))
                .isEmpty();
    }

    @Test
    void services_withStoppedTasks_isWhole() {
        FakeServices services = deployed();
        services.status = ServiceSamples.busy();

        assertThat(draw("services-stopped", services, 7200, "services", pictures -> {
                    pictures.shell().open("services");
                    ((ToggleButton) pictures.shell().scene().getRoot().lookup("#services-stopped")).fire();
                }))
                .isEmpty();
    }

    @Test
    void services_withoutAPermission_isWhole() {
        FakeServices services = deployed();
        services.status = ServiceSamples.withoutTasks();

        assertThat(draw("services-denied", services, 7200, "services", pictures -> {}))
                .isEmpty();
    }

    @Test
    void services_beforeTheFirstDeployment_isWhole() {
        assertThat(draw("services-empty", new FakeServices(), 0, "services", pictures -> {}))
                .isEmpty();
    }

    private static void selectRow(PanelPictures pictures, int row) {
        pictures.shell().open("services");
        TreeTableView<?> table =
                (TreeTableView<?>) pictures.shell().scene().getRoot().lookup("#services-table");
        table.getSelectionModel().select(row);
    }

    @Test
    void stacks_whileAStackIsStuck_isWhole() {
        assertThat(draw("stacks-stuck", stuck(), 7200, "stacks", pictures -> {}))
                .isEmpty();
    }

    @Test
    void stacks_afterAFailureThatLeavesAStackStuck_isWhole() {
        var services = stuck();
        services.end = Samples.failed();

        assertThat(draw("stacks-failed-stuck", services, 36, "stacks", PanelPicturesTest::deploy))
                .isEmpty();
    }

    @Test
    void traffic_idle_isWhole() {
        assertThat(draw("traffic-idle", traffic(TrafficSamples.idle()), 7200, "traffic", pictures -> {}))
                .isEmpty();
    }

    @Test
    void traffic_whileDragging_isWhole() {
        assertThat(draw("traffic-dragging", traffic(TrafficSamples.split()), 7200, "traffic", pictures -> {
                    moveApi(pictures, 42);
                }))
                .isEmpty();
    }

    @Test
    void traffic_split_isWhole() {
        assertThat(draw("traffic-split", traffic(TrafficSamples.split()), 7200, "traffic", pictures -> {}))
                .isEmpty();
    }

    @Test
    void traffic_settling_isWhole() {
        assertThat(draw("traffic-settling", traffic(TrafficSamples.settling()), 7200, "traffic", pictures -> {}))
                .isEmpty();
    }

    @Test
    void traffic_drifted_isWhole() {
        assertThat(draw("traffic-drifted", traffic(TrafficSamples.drifted()), 7200, "traffic", pictures -> {}))
                .isEmpty();
    }

    @Test
    void traffic_refused_isWhole() {
        FakeServices services = traffic(TrafficSamples.ready());
        assertThat(draw("traffic-refused", services, 7200, "traffic", pictures -> {
                    moveApi(pictures, 10);
                    services.trafficTold.accept(new TrafficSession.State.Refused(
                            Tier.API,
                            Weights.green(10),
                            List.of(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 2))));
                }))
                .isEmpty();
    }

    @Test
    void traffic_withoutAHealthyTargetInGreen_isWhole() {
        assertThat(draw("traffic-locked", traffic(TrafficSamples.greenFailed()), 7200, "traffic", pictures -> {}))
                .isEmpty();
    }

    @Test
    void traffic_heldByAnother_isWhole() {
        assertThat(draw("traffic-held", traffic(TrafficSamples.heldByAnother()), 7200, "traffic", pictures -> {}))
                .isEmpty();
    }

    @Test
    void traffic_withAWarning_isWhole() {
        FakeServices services = traffic(
                TrafficSamples.ready(new TrafficGuard.DeploymentRunning(Tier.API, Colour.GREEN, "dev-api-green")));
        assertThat(draw("traffic-question", services, 7200, "traffic", pictures -> {
                    moveApi(pictures, 10);
                }))
                .isEmpty();
    }

    @Test
    void traffic_beforeTheFirstDeployment_isWhole() {
        assertThat(draw("traffic-empty", new FakeServices(), 0, "traffic", pictures -> {}))
                .isEmpty();
    }

    private static void moveApi(PanelPictures pictures, int green) {
        pictures.shell().open("traffic");
        Parent root = pictures.shell().scene().getRoot();
        root.applyCss();
        root.layout();
        ((Fader) root.lookup("#fader-api")).executeAccessibleAction(AccessibleAction.SET_VALUE, green);
    }

    private static FakeServices traffic(TrafficStatus status) {
        FakeServices services = deployed();
        services.traffic = status;
        if (status.tier(Tier.API).orElseThrow().weights().green() > 0) {
            services.status = Samples.shifting();
        }
        return services;
    }

    private static FakeServices stuck() {
        var services = new FakeServices();
        services.running = true;
        services.status = Samples.stuck();
        services.waysOut = List.of(Samples.stuckRollback());
        return services;
    }

    private static FakeServices deployed() {
        var services = new FakeServices();
        services.running = true;
        services.status = Samples.deployed();
        return services;
    }

    private static FakeServices ending(slipway.model.DeployProgress end) {
        var services = new FakeServices();
        services.running = true;
        services.end = end;
        return services;
    }

    private static void deploy(PanelPictures pictures) {
        pictures.workspace().deploy();
    }

    private static List<String> draw(
            String name, FakeServices services, double seconds, String panel, Consumer<PanelPictures> prepare) {
        List<String> cut = new ArrayList<>();
        WaitForAsyncUtils.waitForAsyncFx(120_000, () -> {
            for (int[] size : SIZES) {
                for (Look.Theme theme : List.of(Look.Theme.LIGHT, Look.Theme.DARK)) {
                    var pictures = new PanelPictures(new Stage(), services, seconds);
                    prepare.accept(pictures);
                    pictures.shell().open(panel);
                    String file = name + "-" + size[0];
                    cut.addAll(pictures.take(file, size[0], size[1], theme));
                    if (pictures.shell().scene().getRoot().lookup(".lane-tree") instanceof Region tree
                            && tree.getHeight() < 150) {
                        cut.add("the tree of stacks at " + file);
                    }
                    pictures.close();
                    assertThat(Path.of(
                                    "target",
                                    "screenshots",
                                    file + (theme == Look.Theme.DARK ? "-dark" : "-light") + ".png"))
                            .satisfies(
                                    picture -> assertThat(Files.size(picture)).isGreaterThan(10_000));
                }
            }
        });
        return cut;
    }
}
