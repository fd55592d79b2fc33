package slipway.operations.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.model.Failure;
import slipway.model.FailureException;

/** Reads the text of a Dockerfile: its last stage, without building anything. */
final class DockerfileReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern VARIABLE =
            Pattern.compile("\\\\(\\$)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}|\\$([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern HEREDOC = Pattern.compile("<<-?[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?");
    private static final Pattern FLAG = Pattern.compile("^--([a-z]+)(?:=(\\S*))?\\s+");

    private final String file;
    private final Map<String, String> arguments = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> ports = new ArrayList<>();
    private final List<Dockerfile.Copy> copies = new ArrayList<>();
    private final List<String> notApplied = new ArrayList<>();
    private List<String> entrypoint = List.of();
    private List<String> command = List.of();
    private String workingDirectory = "/";
    private String user = "";
    private String stopSignal = "";
    private boolean based;

    DockerfileReader(String file) {
        this.file = file;
    }

    private record Line(int number, String text) {}

    Dockerfile read(String text) {
        for (Line line : logicalLines(text)) {
            apply(line);
        }
        if (!based) {
            throw problem(1, "there is no FROM");
        }
        if (entrypoint.isEmpty() && command.isEmpty()) {
            throw problem(1, "there is no CMD, so nothing would be started");
        }
        return new Dockerfile(
                entrypoint,
                command,
                Collections.unmodifiableMap(new LinkedHashMap<>(environment)),
                workingDirectory,
                user,
                stopSignal,
                List.copyOf(ports),
                List.copyOf(copies),
                List.copyOf(notApplied));
    }

    private void apply(Line line) {
        String[] words = line.text().split("\\s+", 2);
        String instruction = words[0].toUpperCase(Locale.ROOT);
        String rest = words.length > 1 ? words[1].strip() : "";
        if (!based && !instruction.equals("FROM") && !instruction.equals("ARG")) {
            throw problem(line.number(), instruction + " comes before FROM");
        }
        switch (instruction) {
            case "FROM" -> from(line, rest);
            case "ARG" -> argument(rest);
            case "ENV" -> environment(line, rest);
            case "WORKDIR" -> workingDirectory = resolve(substituted(rest));
            case "USER" -> user = substituted(rest);
            case "STOPSIGNAL" -> stopSignal = substituted(rest);
            case "EXPOSE" -> expose(rest);
            case "CMD" -> command = execForm(line, rest);
            case "ENTRYPOINT" -> {
                entrypoint = execForm(line, rest);
                command = List.of(); // a base image's command is not for this entrypoint; docker drops it too
            }
            case "COPY", "ADD" -> copy(line, instruction, rest);
            case "RUN", "VOLUME", "HEALTHCHECK", "SHELL", "ONBUILD" -> notApplied.add(shown(line));
            case "LABEL", "MAINTAINER" -> {}
            default -> throw problem(line.number(), "unknown instruction " + words[0]);
        }
    }

    private void from(Line line, String rest) {
        // Only the last stage becomes the image: what an earlier one said about running is forgotten.
        based = true;
        environment.clear();
        ports.clear();
        copies.clear();
        entrypoint = List.of();
        command = List.of();
        workingDirectory = "/";
        user = "";
        stopSignal = "";
        if (!rest.equals("scratch")) {
            notApplied.add(shown(line));
        }
    }

    private void argument(String rest) {
        int equals = rest.indexOf('=');
        if (equals > 0) {
            arguments.put(rest.substring(0, equals), substituted(unquoted(rest.substring(equals + 1))));
        }
    }

    private void environment(Line line, String rest) {
        List<String> words = words(rest);
        if (words.isEmpty()) {
            throw problem(line.number(), "ENV needs a name and a value");
        }
        if (!words.getFirst().contains("=")) {
            // The old form: one name, and the rest of the line is the value.
            String[] pair = rest.split("\\s+", 2);
            environment.put(pair[0], pair.length > 1 ? substituted(pair[1]) : "");
            return;
        }
        // A line's values see the variables of earlier lines, not of their own.
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw problem(line.number(), "ENV needs NAME=value, not " + word);
            }
            pairs.put(word.substring(0, equals), substituted(unquoted(word.substring(equals + 1))));
        }
        environment.putAll(pairs);
    }

    private void expose(String rest) {
        for (String port : substituted(rest).split("\\s+", -1)) {
            if (!port.isEmpty()) {
                ports.add(port.contains("/") ? port : port + "/tcp");
            }
        }
    }

    private void copy(Line line, String instruction, String rest) {
        String remaining = rest;
        for (Matcher flag = FLAG.matcher(remaining); flag.find(); flag = FLAG.matcher(remaining)) {
            if (flag.group(1).equals("from")) {
                throw problem(
                        line.number(),
                        "COPY --from copies out of another image, which needs docker: the local cloud takes the folder as"
                                + " it is");
            }
            notApplied.add("line " + line.number() + ": --" + flag.group(1) + " of " + instruction);
            remaining = remaining.substring(flag.end());
        }
        List<String> paths = remaining.startsWith("[") ? json(line, remaining) : words(remaining);
        if (paths.size() < 2) {
            throw problem(line.number(), instruction + " needs a source and a destination");
        }
        List<String> sources = paths.subList(0, paths.size() - 1).stream()
                .map(path -> substituted(unquoted(path)))
                .toList();
        if (sources.stream().anyMatch(source -> source.contains("://") || source.startsWith("<<"))) {
            throw problem(line.number(), instruction + " of something that is no file of the folder needs docker");
        }
        String destination = substituted(unquoted(paths.getLast()));
        boolean folder = destination.endsWith("/") || destination.equals(".") || sources.size() > 1;
        String absolute = resolve(destination);
        copies.add(new Dockerfile.Copy(
                line.number(), sources, folder && !absolute.endsWith("/") ? absolute + "/" : absolute));
    }

    private List<String> execForm(Line line, String rest) {
        if (rest.startsWith("[")) {
            return json(line, rest);
        }
        if (rest.isEmpty()) {
            throw problem(line.number(), "there is nothing to start");
        }
        return List.of("/bin/sh", "-c", rest);
    }

    private List<String> json(Line line, String text) {
        try {
            return List.copyOf(JSON.readValue(text, new TypeReference<List<String>>() {}));
        } catch (JsonProcessingException wrong) {
            throw problem(line.number(), "not a JSON list of texts in double quotes: " + text);
        }
    }

    private String resolve(String path) {
        String absolute = path.startsWith("/") ? path : workingDirectory + "/" + path;
        List<String> parts = new ArrayList<>();
        for (String part : absolute.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private String substituted(String text) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            if (variable.group(1) != null) {
                return Matcher.quoteReplacement("$");
            }
            String name = variable.group(2) == null ? variable.group(4) : variable.group(2);
            @Nullable String value = environment.getOrDefault(name, arguments.get(name));
            String otherwise = variable.group(3) == null ? "" : variable.group(3);
            return Matcher.quoteReplacement(value == null ? otherwise : value);
        });
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Splits at blanks that are not within quotes. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                continue;
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            word.append(c);
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** Joins continued lines, drops comments, and takes the text of a here-document as part of its instruction. */
    private static List<Line> logicalLines(String text) {
        List<Line> lines = new ArrayList<>();
        String[] physical = text.split("\\R", -1);
        for (int i = 0; i < physical.length; i++) {
            int number = i + 1;
            if (isBlankOrComment(physical[i])) {
                continue;
            }
            var line = new StringBuilder();
            while (i < physical.length) {
                String part = physical[i].stripTrailing();
                if (!line.isEmpty() && isBlankOrComment(part)) {
                    i++; // allowed within a continued line
                    continue;
                }
                boolean goesOn = part.endsWith("\\");
                line.append(goesOn ? part.substring(0, part.length() - 1).stripTrailing() + " " : part);
                if (!goesOn) {
                    break;
                }
                i++;
            }
            String joined = line.toString().strip();
            for (Matcher here = HEREDOC.matcher(joined); here.find(); ) {
                String end = here.group(1);
                do {
                    i++;
                } while (i < physical.length && !physical[i].strip().equals(end));
            }
            lines.add(new Line(number, joined));
        }
        return lines;
    }

    private static boolean isBlankOrComment(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() || stripped.startsWith("#");
    }

    private static String shown(Line line) {
        String text = line.text().replaceAll("\\s+", " ");
        return "line " + line.number() + ": " + (text.length() > 60 ? text.substring(0, 57) + "..." : text);
    }

    private FailureException problem(int line, String text) {
        return new FailureException(new Failure.Rejected(file + ":" + line + ": " + text + ".", ""));
    }
}
