package slipway.stacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.Template;

/**
 * The seven templates and their README, as shipped or with a change.
 *
 * @param templates by name, in the order in which stacks are created
 */
record Shipped(Map<String, Template> templates, String readme) {
    static final List<String> ORDER =
            List.of("network", "platform", "data", "traffic", "delivery", "service", "monitoring");

    private static final Path FOLDER = Path.of("stacks");

    static Shipped read() {
        var templates = new LinkedHashMap<String, Template>();
        ORDER.forEach(name -> templates.put(name, Template.parse(text(FOLDER.resolve(name + ".yaml")))));
        return new Shipped(templates, text(FOLDER.resolve("README.md")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same with the first occurrence of a piece of text replaced. */
    Shipped with(Change change) {
        String before = template(change.template()).body();
        int at = before.indexOf(change.from());
        if (at < 0) {
            throw new IllegalArgumentException(change.template() + " does not contain: " + change.from());
        }
        var changed = new LinkedHashMap<>(templates);
        changed.put(
                change.template(),
                Template.parse(before.substring(0, at)
                        + change.to()
                        + before.substring(at + change.from().length())));
        return new Shipped(changed, readme);
    }

    Template template(String name) {
        Template template = templates.get(name);
        if (template == null) {
            throw new IllegalArgumentException("no template " + name);
        }
        return template;
    }

    /** The template as a stack of the environment {@code dev}; whatever is not given has its default, or a stand-in. */
    Stack stack(String template, Map<String, String> parameters) {
        return Stack.of(template(template), parameters);
    }

    Stack stack(String template) {
        return stack(template, Map.of());
    }

    /** Every template in both profiles, the services in both tiers, and delivery also with GitHub trusted. */
    Stream<Stack> stacks() {
        var stacks = ORDER.stream()
                .flatMap(name -> Stream.of("economy", "production")
                        .flatMap(profile -> Stream.of("client", "api")
                                .filter(tier -> name.equals("service") || tier.equals("client"))
                                .map(tier -> stack(name, Map.of("Profile", profile, "Tier", tier)))));
        return Stream.concat(
                stacks, Stream.of(stack("delivery", Map.of("GitHubSubjects", "repo:owner/name:ref:refs/heads/main"))));
    }

    /** A change of a template that breaks a rule: the first {@code from} becomes {@code to}. */
    record Change(String template, String from, String to) {
        private static final int SHOWN = 60;

        @Override
        public String toString() {
            return template + ": " + inLine(from) + " -> " + inLine(to);
        }

        private static String inLine(String text) {
            String line = text.strip().replaceAll("\\s+", " ");
            return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
        }
    }
}
