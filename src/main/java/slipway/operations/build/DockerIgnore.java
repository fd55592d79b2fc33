package slipway.operations.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of a {@code .dockerignore}: the last one that matches a path, or a folder above it, decides. */
final class DockerIgnore {
    private final List<Rule> rules;

    private record Rule(Pattern pattern, boolean excludes) {}

    private DockerIgnore(List<Rule> rules) {
        this.rules = rules;
    }

    /** The folder's rules; none when it has no such file. */
    static DockerIgnore of(Path folder) {
        Path file = folder.resolve(".dockerignore");
        if (!Files.isRegularFile(file)) {
            return new DockerIgnore(List.of());
        }
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    static DockerIgnore parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean excludes = !text.startsWith("!");
            String path = clean(excludes ? text : text.substring(1).strip());
            if (!path.isEmpty()) {
                rules.add(new Rule(Pattern.compile(regex(path) + "(?:/.*)?"), excludes));
            }
        }
        return new DockerIgnore(rules);
    }

    /** @param path relative to the folder, with slashes */
    boolean excludes(String path) {
        boolean excluded = false;
        for (Rule rule : rules) {
            if (rule.pattern().matcher(path).matches()) {
                excluded = rule.excludes();
            }
        }
        return excluded;
    }

    private static String clean(String path) {
        String cleaned = path.replaceAll("^(?:\\./|/)+", "").replaceAll("/+$", "");
        return cleaned.equals(".") ? "" : cleaned;
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        regex.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        regex.append(".*");
                        i++;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int end = glob.indexOf(']', i + 2);
                    if (end < 0) {
                        regex.append("\\[");
                    } else {
                        regex.append('[').append(glob, i + 1, end).append(']');
                        i = end;
                    }
                }
                case '\\' -> {
                    i++;
                    if (i < glob.length()) {
                        regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
                    }
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
