package slipway.ui.shell;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.jspecify.annotations.NullMarked;
import slipway.async.ManualTimer;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

/** Draws the whole window with sample values and keeps the picture under {@code target/screenshots}. Used on the JavaFX thread. */
@NullMarked
public final class PanelPictures {
    private static final Path FOLDER = Path.of("target", "screenshots");

    private final Stage stage;
    private final ShellView shell;
    private final Workspace workspace;

    PanelPictures(Stage stage, FakeServices services, double seconds) {
        this.stage = stage;
        var timer = new ManualTimer(Samples.at(seconds));
        workspace = new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
        shell = new ShellView(workspace, url -> {}, text -> {});
        stage.setScene(shell.scene());
        workspace.start();
        shell.setWatching(true);
    }

    ShellView shell() {
        return shell;
    }

    Workspace workspace() {
        return workspace;
    }

    void close() {
        shell.setWatching(false);
        workspace.close();
        stage.hide();
    }

    /** Takes the picture and returns the texts that are cut though they must not be. */
    List<String> take(String name, int width, int height, Look.Theme theme) {
        shell.look().themeProperty().set(theme);
        stage.setWidth(width);
        stage.setHeight(height);
        stage.show();
        Parent root = shell.scene().getRoot();
        root.resize(width, height);
        root.applyCss();
        root.layout();
        root.layout();
        WritableImage image = shell.scene().snapshot(null);
        keep(image, FOLDER.resolve(name + "-" + (theme == Look.Theme.DARK ? "dark" : "light") + ".png"));
        List<String> cut = new ArrayList<>();
        collectCut(root, cut);
        return cut;
    }

    private static void collectCut(Node node, List<String> cut) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Label label && label.getMinWidth() != 0) {
            for (Node child : label.getChildrenUnmodifiable()) {
                if (child instanceof Text text
                        && text.getStyleClass().contains("text")
                        && !text.getText().equals(label.getText())) {
                    cut.add(label.getText() + " as " + text.getText());
                }
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectCut(child, cut));
        }
    }

    /** Writes a picture as PNG. */
    public static void keep(WritableImage image, Path file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        PixelReader pixels = image.getPixelReader();
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
