package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import slipway.model.Failure;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.ReleaseStatus;
import slipway.model.TrafficStatus;
import slipway.ui.FakeServices;
import slipway.ui.ReleaseSamples;
import slipway.ui.Samples;
import slipway.ui.TrafficSamples;

/** The Traffic panel in each state of a release, in both themes and sizes; what must be whole may be cut in none of them. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ReleasePicturesTest {
    private static final int[][] SIZES = {{1440, 900}, {1100, 700}};

    @Test
    void rolling_isWhole() {
        assertThat(draw("rolling", release(TrafficSamples.ready(), ReleaseSamples.rolling())))
                .isEmpty();
    }

    @Test
    void shifting_isWhole() {
        FakeServices services = release(TrafficSamples.releasing(), ReleaseSamples.shifting());

        assertThat(draw("shifting", services)).isEmpty();
    }

    @Test
    void paused_isWhole() {
        assertThat(draw("paused", release(TrafficSamples.split(), ReleaseSamples.paused())))
                .isEmpty();
    }

    @Test
    void interrupted_isWhole() {
        FakeServices services = release(TrafficSamples.split(), ReleaseSamples.interrupted());
        services.releases = ReleaseSamples.status(
                Optional.of(ReleaseSamples.interrupted()),
                Optional.of(ReleaseSamples.quiet()),
                Optional.empty(),
                new NextAction(
                        NextAction.Kind.CONTINUE,
                        "The release 7d90e4c of api was interrupted: continue or abort it.",
                        ""));

        assertThat(draw("interrupted", services)).isEmpty();
    }

    @Test
    void keeping_isWhole() {
        assertThat(draw("keeping", release(TrafficSamples.released(), ReleaseSamples.keeping())))
                .isEmpty();
    }

    @Test
    void rolledBack_isWhole() {
        FakeServices services = release(TrafficSamples.idle(), ReleaseSamples.rolledBack());
        services.releases = ReleaseSamples.status(
                Optional.of(ReleaseSamples.rolledBack()),
                Optional.of(ReleaseSamples.firing()),
                Optional.empty(),
                NextAction.NONE);

        assertThat(draw("rolled-back", services)).isEmpty();
    }

    @Test
    void colourThatNobodyRetires_isWhole() {
        FakeServices services = release(TrafficSamples.ready(), ReleaseSamples.shifting());
        services.releases = ReleaseSamples.status(
                Optional.empty(),
                Optional.of(ReleaseSamples.quiet()),
                Optional.of(ReleaseSamples.version("1a2b3c4")),
                new NextAction(
                        NextAction.Kind.RETIRE, "api-green has no requests and still runs 2 tasks: retire it.", ""));

        assertThat(draw("retire", services)).isEmpty();
    }

    @Test
    void form_withAPlan_isWhole() {
        assertThat(draw("form", release(TrafficSamples.idle(), ReleaseSamples.rolledBack()), ReleasePicturesTest::plan))
                .isEmpty();
    }

    @Test
    void form_refused_isWhole() {
        FakeServices services = release(TrafficSamples.idle(), ReleaseSamples.rolledBack());
        services.releasePlanFailure = new Failure.Rejected(
                "A bake of 1 minute is too short: dev-api-green-guard needs 2 minutes to judge a step. Give that, or more.",
                "");

        assertThat(draw("form-refused", services, ReleasePicturesTest::plan)).isEmpty();
    }

    private static void plan(PanelPictures pictures) {
        pictures.shell().open("traffic");
        fire(pictures, "#release-version");
        fire(pictures, "#release-take");
    }

    private static void fire(PanelPictures pictures, String id) {
        Parent root = pictures.shell().scene().getRoot();
        root.applyCss();
        root.layout();
        ((Button) root.lookup(id)).fire();
    }

    private static FakeServices release(TrafficStatus traffic, Release release) {
        var services = new FakeServices();
        services.running = true;
        services.status = Samples.deployed();
        services.traffic = traffic;
        ReleaseStatus releases = ReleaseSamples.status(release);
        services.releases = releases;
        return services;
    }

    private static List<String> draw(String name, FakeServices services) {
        return draw(name, services, pictures -> {});
    }

    private static List<String> draw(String name, FakeServices services, Consumer<PanelPictures> prepare) {
        List<String> cut = new ArrayList<>();
        WaitForAsyncUtils.waitForAsyncFx(120_000, () -> {
            for (int[] size : SIZES) {
                for (Look.Theme theme : List.of(Look.Theme.LIGHT, Look.Theme.DARK)) {
                    var pictures = new PanelPictures(new Stage(), services, 7200);
                    prepare.accept(pictures);
                    pictures.shell().open("traffic");
                    cut.addAll(pictures.take("traffic-" + name + "-" + size[0], size[0], size[1], theme));
                    pictures.close();
                }
            }
        });
        return cut;
    }
}
