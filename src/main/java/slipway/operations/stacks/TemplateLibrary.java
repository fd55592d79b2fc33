package slipway.operations.stacks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import slipway.model.Failure;
import slipway.model.FailureException;

/** The templates: the shipped ones, or those of a folder where it has them. A template is read once. */
public final class TemplateLibrary {
    /** CloudFormation's limit for a template that is sent as a text. */
    private static final int LARGEST = 51_200;

    /** They come with the program and do not change while it runs. */
    private static final TemplateLibrary SHIPPED = new TemplateLibrary(Optional.empty());

    private final Optional<Path> folder;
    private final Map<String, Template> read = new HashMap<>();

    private TemplateLibrary(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The templates that come with Slipway. */
    public static TemplateLibrary shipped() {
        return SHIPPED;
    }

    /**
     * The templates of a folder; one that it does not have is the shipped one.
     *
     * @throws FailureException when the folder is none, or holds no template at all
     */
    public static TemplateLibrary of(Optional<Path> folder) {
        folder.ifPresent(TemplateLibrary::requireTemplates);
        return folder.isEmpty() ? SHIPPED : new TemplateLibrary(folder);
    }

    private static void requireTemplates(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new FailureException(
                    new Failure.Rejected("The folder for templates, " + folder + ", does not exist.", ""));
        }
        try (var files = Files.list(folder)) {
            if (files.noneMatch(file -> file.getFileName().toString().endsWith(".yaml"))) {
                throw new FailureException(new Failure.Rejected(
                        "The folder for templates, " + folder + ", holds none (network.yaml, platform.yaml, ...).",
                        ""));
            }
        } catch (IOException unreadable) {
            throw new FailureException(
                    new Failure.Rejected(
                            "The folder for templates, " + folder + ", cannot be read.", unreadable.toString()),
                    unreadable);
        }
    }

    /**
     * A template by its name.
     *
     * @throws FailureException {@code Rejected} with file, line and column when it is wrong
     */
    public synchronized Template template(String name) {
        Template known = read.get(name);
        if (known == null) {
            known = load(name);
            read.put(name, known);
        }
        return known;
    }

    private Template load(String name) {
        Optional<Path> own = folder.map(path -> path.resolve(name + ".yaml")).filter(Files::isRegularFile);
        String file = own.map(Path::toString).orElse("stacks/" + name + ".yaml");
        String body;
        try {
            body = own.isPresent() ? Files.readString(own.get()) : shippedBody(name);
        } catch (IOException unreadable) {
            throw new FailureException(
                    new Failure.Rejected("Template " + file + " cannot be read: " + unreadable.getMessage() + ".", ""),
                    unreadable);
        }
        int size = body.getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST) {
            throw new FailureException(new Failure.Rejected(
                    file + ": " + size + " bytes are more than the " + LARGEST + " that CloudFormation takes.", ""));
        }
        return Template.parse(name, file, body);
    }

    private static String shippedBody(String name) throws IOException {
        try (InputStream stream = TemplateLibrary.class.getResourceAsStream("/stacks/" + name + ".yaml")) {
            if (stream == null) {
                throw new UncheckedIOException(new IOException("stacks/" + name + ".yaml is missing from this build"));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
