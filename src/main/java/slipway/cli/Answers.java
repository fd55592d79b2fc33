package slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;

/** Where a command's words go: results to standard output, everything else to standard error. */
final class Answers {
    private static final JsonMapper DOCUMENTS = mapper(true);
    private static final JsonMapper LINES = mapper(false);

    private final CommandContext context;
    private final SharedOptions options;

    Answers(CommandContext context, SharedOptions options) {
        this.context = context;
        this.options = options;
    }

    boolean json() {
        return options.json();
    }

    /** Prints a result's lines. */
    void text(List<String> lines) {
        lines.forEach(context.out()::println);
        context.out().flush();
    }

    /** Prints a result as one JSON document of several lines. */
    void document(Object value) {
        write(DOCUMENTS, value);
    }

    /** Prints one of many results, each a JSON document on one line. */
    void line(Object value) {
        write(LINES, value);
    }

    private static JsonMapper mapper(boolean indented) {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .configure(SerializationFeature.INDENT_OUTPUT, indented)
                .build();
    }

    private void write(JsonMapper mapper, Object value) {
        try {
            context.out().println(mapper.writeValueAsString(value));
            context.out().flush();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Sends the terminal a control sequence. */
    void screen(String sequence) {
        context.out().print(sequence);
    }

    /** Says something beside the result, on standard error. */
    void say(List<String> lines) {
        lines.forEach(context.err()::println);
        context.err().flush();
    }

    void say(String line) {
        say(List.of(line));
    }
}
