package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.ui.FakeServices;
import slipway.ui.FakeSession;
import slipway.ui.Samples;
import slipway.ui.SessionSamples;

/** The Terminal panel in each state, in both themes and sizes; what must be whole may be cut in none of them. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class SessionPicturesTest {
    private static final int[][] SIZES = {{1440, 900}, {1100, 700}};

    @Test
    void empty_isWhole() {
        assertThat(draw("empty", deployed(), pictures -> {})).isEmpty();
    }

    @Test
    void nothingDeployed_isWhole() {
        var services = new FakeServices();
        services.running = true;

        assertThat(draw("nothing", services, pictures -> {})).isEmpty();
    }

    @Test
    void noHealthyTask_isWhole() {
        FakeServices services = deployed();
        services.sessionTasks = List.of(
                SessionSamples.stopping(SessionSamples.newest()), SessionSamples.withoutExec(SessionSamples.blue()));

        assertThat(draw("none", services, pictures -> {})).isEmpty();
    }

    @Test
    void live_isWhole() {
        assertThat(draw("live", deployed(), pictures -> {
                    open(pictures, "5d02ab");
                    open(pictures, "9c41e7");
                    fire(pictures, "#session-forward");
                    fire(pictures, ".dialog-card .primary");
                }))
                .isEmpty();
    }

    @Test
    void agentStarting_isWhole() {
        FakeServices services = deployed();
        services.sessionChecks = SessionSamples.agentStarting();
        services.sessionBegins =
                session -> session.tell(new SessionStatus.AgentStarting("The agent of task c3e81500 is starting."));

        assertThat(draw("starting", services, pictures -> open(pictures, "c3e815")))
                .isEmpty();
    }

    @Test
    void stoppedTask_isWhole() {
        FakeServices services = deployed();
        services.sessionBegins = session -> {
            begin(session);
            session.say("\r\n");
            session.tell(SessionSamples.stopped());
            session.tell(new SessionStatus.Failed(SessionSamples.over()));
        };

        assertThat(draw("stopped", services, pictures -> open(pictures, "9c41e7")))
                .isEmpty();
    }

    @Test
    void drainingTask_isWhole() {
        FakeServices services = deployed();
        services.sessionBegins = session -> {
            begin(session);
            session.tell(SessionSamples.draining());
        };

        assertThat(draw("draining", services, pictures -> open(pictures, "9c41e7")))
                .isEmpty();
    }

    @Test
    void refused_isWhole() {
        FakeServices services = deployed();
        services.sessionBegins = session -> session.tell(new SessionStatus.Failed(new Failure.Denied(
                "ecs:ExecuteCommand",
                "slipway-dev lacks ecs:ExecuteCommand on cluster dev.",
                "AccessDeniedException: User is not authorized")));

        assertThat(draw("refused", services, pictures -> open(pictures, "9c41e7")))
                .isEmpty();
    }

    @Test
    void fullWindow_isWhole() {
        assertThat(draw("whole", deployed(), pictures -> {
                    open(pictures, "9c41e7");
                    fire(pictures, "#session-whole");
                }))
                .isEmpty();
    }

    @Test
    void otherPanels_countTheSessions() {
        assertThat(draw("counted", deployed(), pictures -> {
                    open(pictures, "9c41e7");
                    pictures.shell().open("services");
                }))
                .isEmpty();
    }

    private static void begin(FakeSession session) {
        session.idleLeft = Duration.ofSeconds(850);
        session.live();
        session.say(SessionSamples.irb());
    }

    private static void open(PanelPictures pictures, String task) {
        fire(pictures, "#open-irb-" + task);
    }

    private static void fire(PanelPictures pictures, String id) {
        Parent root = pictures.shell().scene().getRoot();
        root.applyCss();
        root.layout();
        Node found = root.lookup(id);
        assertThat(found).as(id).isInstanceOf(Button.class);
        ((Button) found).fire();
    }

    private static FakeServices deployed() {
        var services = new FakeServices();
        services.running = true;
        services.status = Samples.deployed();
        services.sessionTasks = SessionSamples.tasks();
        services.sessionChecks = SessionSamples.well();
        services.sessionBegins = SessionPicturesTest::begin;
        return services;
    }

    private static List<String> draw(String name, FakeServices services, Consumer<PanelPictures> prepare) {
        List<String> cut = new ArrayList<>();
        WaitForAsyncUtils.waitForAsyncFx(120_000, () -> {
            for (int[] size : SIZES) {
                for (Look.Theme theme : List.of(Look.Theme.LIGHT, Look.Theme.DARK)) {
                    var pictures = new PanelPictures(new Stage(), services, 7200);
                    pictures.shell().open("sessions");
                    prepare.accept(pictures);
                    cut.addAll(pictures.take("terminal-" + name + "-" + size[0], size[0], size[1], theme));
                    pictures.close();
                }
            }
        });
        return cut;
    }
}
