package slipway.localcloud.cloudformation.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns a template's text, YAML or JSON, into nodes with positions. It works on the parsers' events, because an alias
 * has a place of its own there, and because no scalar is ever interpreted.
 */
final class TemplateReader {
    /** Functions that CloudFormation knows; the short tag is the name without {@code Fn::}. */
    private static final Set<String> FUNCTIONS = Set.of(
            "Ref",
            "Condition",
            "Fn::GetAtt",
            "Fn::Sub",
            "Fn::Join",
            "Fn::Select",
            "Fn::Split",
            "Fn::If",
            "Fn::Equals",
            "Fn::And",
            "Fn::Or",
            "Fn::Not",
            "Fn::FindInMap",
            "Fn::ImportValue",
            "Fn::GetAZs",
            "Fn::Cidr",
            "Fn::Base64",
            "Fn::Contains",
            "Fn::EachMemberEquals",
            "Fn::EachMemberIn");

    private static final Set<String> CORE_TAGS = Set.of("str", "int", "float", "bool", "map", "seq");
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private TemplateReader() {}

    static Node read(String text) {
        return text.stripLeading().startsWith("{") ? json(text) : yaml(text);
    }

    // ---------------------------------------------------------------- YAML

    private static Node yaml(String text) {
        var settings = LoadSettings.builder().setLabel("template").build();
        try {
            var events = new Parse(settings).parseString(text).iterator();
            events.next();
            Event first = events.next();
            if (first.getEventId() == Event.ID.StreamEnd) {
                throw TemplateException.of("Template format error: the template is empty.");
            }
            Node root = yamlNode(events, events.next(), "");
            events.next();
            Event after = events.next();
            if (after.getEventId() != Event.ID.StreamEnd) {
                throw TemplateException.at(
                        position(after.getStartMark()),
                        "Template format error: YAML not well-formed."
                                + " A template is one document, and a second one begins here.");
            }
            return root;
        } catch (MarkedYamlEngineException malformed) {
            Position at = malformed
                    .getProblemMark()
                    .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(new Position(1, 1));
            throw TemplateException.at(at, "Template format error: YAML not well-formed: " + malformed.getProblem());
        } catch (YamlEngineException malformed) {
            throw TemplateException.of("Template format error: YAML not well-formed: " + malformed.getMessage());
        }
    }

    private static Node yamlNode(Iterator<Event> events, Event event, String path) {
        Position at = position(event.getStartMark());
        return switch (event) {
            case ScalarEvent scalar -> {
                Optional<String> tag = scalar.getTag();
                Node value = yamlScalar(scalar, path, at);
                yield tagged(tag, value, at);
            }
            case SequenceStartEvent sequence -> {
                var items = new ArrayList<Node>();
                for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
                    items.add(yamlNode(events, next, path + "/" + items.size()));
                }
                yield tagged(sequence.getTag(), new Node.Items(List.copyOf(items), at), at);
            }
            case MappingStartEvent mapping -> {
                var entries = new LinkedHashMap<String, Node>();
                var keys = new LinkedHashMap<String, Position>();
                for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
                    String key = yamlKey(next, keys);
                    keys.put(key, position(next.getStartMark()));
                    entries.put(key, yamlNode(events, events.next(), path + "/" + key));
                }
                yield tagged(mapping.getTag(), object(entries, keys, at), at);
            }
            case AliasEvent alias ->
                throw TemplateException.at(
                        at, "Template error: YAML aliases are not allowed in CloudFormation templates");
            default -> throw TemplateException.at(at, "Template format error: YAML not well-formed.");
        };
    }

    private static String yamlKey(Event event, Map<String, Position> seen) {
        Position at = position(event.getStartMark());
        if (!(event instanceof ScalarEvent scalar)) {
            throw TemplateException.at(at, "Template format error: a key must be text.");
        }
        if (scalar.isPlain() && "<<".equals(scalar.getValue())) {
            throw TemplateException.at(
                    at, "Template error: YAML merge keys are not allowed in CloudFormation templates");
        }
        return unique(scalar.getValue(), seen, at);
    }

    private static Node yamlScalar(ScalarEvent scalar, String path, Position at) {
        boolean untagged = scalar.getTag().isEmpty();
        if (untagged && scalar.isPlain() && NULLS.contains(scalar.getValue())) {
            throw nullValue(path, at);
        }
        return new Node.Text(scalar.getValue(), at);
    }

    private static Node tagged(Optional<String> tag, Node value, Position at) {
        if (tag.isEmpty()) {
            return value;
        }
        String name = tag.get();
        if (name.equals("!")) {
            return value;
        }
        if (name.startsWith("tag:yaml.org,2002:")) {
            String core = name.substring("tag:yaml.org,2002:".length());
            if (CORE_TAGS.contains(core)) {
                return value;
            }
            throw TemplateException.at(at, "Template format error: the YAML tag !!" + core + " is not supported.");
        }
        String shortForm = name.substring(1);
        String function = shortForm.equals("Ref") || shortForm.equals("Condition") ? shortForm : "Fn::" + shortForm;
        return call(function, value, at);
    }

    private static Position position(Optional<Mark> mark) {
        return mark.map(found -> new Position(found.getLine() + 1, found.getColumn() + 1))
                .orElse(new Position(1, 1));
    }

    // ---------------------------------------------------------------- JSON

    private static Node json(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            Node root = jsonNode(parser, parser.nextToken(), "");
            if (parser.nextToken() != null) {
                throw TemplateException.at(
                        position(parser.currentTokenLocation()), "Template format error: JSON not well-formed.");
            }
            return root;
        } catch (JsonProcessingException malformed) {
            throw TemplateException.at(
                    position(malformed.getLocation()),
                    "Template format error: JSON not well-formed: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Node jsonNode(JsonParser parser, @Nullable JsonToken token, String path) throws IOException {
        Position at = position(parser.currentTokenLocation());
        if (token == null) {
            throw TemplateException.at(at, "Template format error: JSON not well-formed.");
        }
        return switch (token) {
            case START_OBJECT -> {
                var entries = new LinkedHashMap<String, Node>();
                var keys = new LinkedHashMap<String, Position>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    Position keyAt = position(parser.currentTokenLocation());
                    String key = unique(parser.currentName(), keys, keyAt);
                    keys.put(key, keyAt);
                    entries.put(key, jsonNode(parser, parser.nextToken(), path + "/" + key));
                }
                yield object(entries, keys, at);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Node>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(jsonNode(parser, next, path + "/" + items.size()));
                }
                yield new Node.Items(List.copyOf(items), at);
            }
            case VALUE_NULL -> throw nullValue(path, at);
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                new Node.Text(parser.getText(), at);
            default -> throw TemplateException.at(at, "Template format error: JSON not well-formed.");
        };
    }

    private static Position position(@Nullable JsonLocation location) {
        return location == null ? new Position(1, 1) : new Position(location.getLineNr(), location.getColumnNr());
    }

    // ---------------------------------------------------------------- both

    private static String unique(String key, Map<String, Position> seen, Position at) {
        Position first = seen.get(key);
        if (first != null) {
            throw TemplateException.at(
                    at, "Template format error: duplicate key '" + key + "', first given on line " + first.line());
        }
        return key;
    }

    /** An object that consists of a function's long form alone is that call. */
    private static Node object(Map<String, Node> entries, Map<String, Position> keys, Position at) {
        for (String key : entries.keySet()) {
            boolean function = key.startsWith("Fn::") || (key.equals("Ref") && entries.size() == 1);
            if (function && entries.size() > 1) {
                throw TemplateException.at(
                        keys.getOrDefault(key, at),
                        "Template format error: " + key + " must be the only key of its object.");
            }
            if (function) {
                return call(key, java.util.Objects.requireNonNull(entries.get(key)), keys.getOrDefault(key, at));
            }
        }
        return new Node.Fields(
                java.util.Collections.unmodifiableMap(entries), java.util.Collections.unmodifiableMap(keys), at);
    }

    private static Node call(String function, Node argument, Position at) {
        if (function.equals("Fn::Transform")
                || function.startsWith("Fn::ForEach")
                || Set.of("Fn::Length", "Fn::ToJsonString").contains(function)) {
            throw TemplateException.at(
                    at,
                    "Template error: " + function + " needs a transform, and transforms are not"
                            + " supported here. Write the result into the template.");
        }
        if (!FUNCTIONS.contains(function)) {
            throw TemplateException.at(at, "Template format error: unsupported function " + function + ".");
        }
        return new Node.Call(function, argument, at);
    }

    private static TemplateException nullValue(String path, Position at) {
        return TemplateException.at(at, "[" + path + "] 'null' values are not allowed in templates");
    }
}
