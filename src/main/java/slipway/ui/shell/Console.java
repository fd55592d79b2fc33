package slipway.ui.shell;

import java.time.InstantSource;
import javafx.application.Application;
import javafx.geometry.Rectangle2D;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import slipway.async.SystemTimer;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.ui.fx.FxBackground;
import slipway.ui.workspace.ConsoleServices;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

/** The console as a JavaFX application. The window is there before the services are first called. */
public final class Console extends Application {
    private record Start(ConsoleServices services, Target target, EnvironmentName environment) {}

    private static volatile @Nullable Start start;

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    private final SystemTimer timer = new SystemTimer();
    private @Nullable Workspace workspace;

    /** Opens the console and returns when it was closed. A process can do this once. */
    public static void launch(ConsoleServices services, Target target, EnvironmentName environment) {
        start = new Start(services, target, environment);
        Application.launch(Console.class);
    }

    @Override
    public void start(Stage stage) {
        Start given = start;
        if (given == null) {
            throw new IllegalStateException("the console is started by Console.launch");
        }
        workspace = show(
                stage,
                given.services(),
                given.target(),
                given.environment(),
                timer,
                InstantSource.system(),
                address -> getHostServices().showDocument(address));
    }

    @Override
    public void stop() {
        if (workspace != null) {
            workspace.close();
        }
        timer.close();
    }

    /**
     * Puts the console on a stage and shows it; the services are called once it is on screen.
     *
     * @param clock real time
     * @param openUrl opens an address in the user's browser
     * @return what the panels share; closing it lets go of the target
     */
    public static Workspace show(
            Stage stage,
            ConsoleServices services,
            Target target,
            EnvironmentName environment,
            slipway.async.Timer timer,
            InstantSource clock,
            java.util.function.Consumer<String> openUrl) {
        var workspace = new Workspace(services, new FxBackground(), timer, clock, TargetChoice.of(target), environment);
        var shell = new ShellView(workspace, openUrl, Console::copy);
        stage.setTitle("Slipway");
        stage.setMinWidth(1100);
        stage.setMinHeight(700);
        stage.setScene(shell.scene());
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, screen.getWidth()));
        stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
        stage.setOnCloseRequest(event -> {
            if (shell.model().closing() != ShellViewModel.Closing.LEAVES_NOTHING) {
                event.consume();
                if (!shell.dialogs().showing()) {
                    new ClosingQuestion(workspace, shell.dialogs(), shell.model()::closing, stage::close)
                            .ask(shell.model().closing());
                }
            }
        });
        Subscription iconified = stage.iconifiedProperty().subscribe((before, now) -> shell.setWatching(!now));
        stage.setOnShown(event -> {
            shell.setWatching(true);
            workspace.start();
        });
        stage.setOnHidden(event -> {
            iconified.unsubscribe();
            shell.setWatching(false);
        });
        stage.show();
        return workspace;
    }

    private static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
