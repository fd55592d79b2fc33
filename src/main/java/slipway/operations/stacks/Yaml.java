package slipway.operations.stacks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** A template's text as a tree of nodes that know where they stand. Scalars stay text: CloudFormation reads dates and numbers itself. */
final class Yaml {
    private final String file;

    Yaml(String file) {
        this.file = file;
    }

    /** @throws TemplateException when the text is no YAML, is no mapping, or names a key twice */
    MappingNode read(String text) {
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new FailsafeSchema())
                .setParseComments(false)
                .build();
        Node root;
        try {
            root = new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> problem(start(), "the template is empty"));
        } catch (MarkedYamlEngineException unreadable) {
            Mark mark = unreadable.getProblemMark().map(this::mark).orElse(start());
            String context = unreadable.getContext() == null ? "" : unreadable.getContext() + ": ";
            throw problem(mark, "not YAML: " + context + unreadable.getProblem());
        } catch (YamlEngineException unreadable) {
            throw problem(start(), "not YAML: " + unreadable.getMessage());
        }
        if (!(root instanceof MappingNode mapping)) {
            throw problem(mark(root), "a template is a mapping with Resources");
        }
        refuseDuplicates(root);
        return mapping;
    }

    private void refuseDuplicates(Node node) {
        switch (node) {
            case MappingNode mapping -> {
                Map<String, Mark> seen = new HashMap<>();
                for (NodeTuple entry : mapping.getValue()) {
                    String key = text(entry.getKeyNode());
                    Mark here = mark(entry.getKeyNode());
                    Mark earlier = seen.putIfAbsent(key, here);
                    if (earlier != null) {
                        throw problem(here, "duplicate key " + key + ", first on line " + earlier.line());
                    }
                    refuseDuplicates(entry.getValueNode());
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(this::refuseDuplicates);
            default -> {}
        }
    }

    Mark mark(Node node) {
        return node.getStartMark().map(this::mark).orElse(start());
    }

    private Mark mark(org.snakeyaml.engine.v2.exceptions.Mark mark) {
        return new Mark(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Mark start() {
        return new Mark(file, 1, 1);
    }

    TemplateException problem(Node node, String text) {
        return problem(mark(node), text);
    }

    private static TemplateException problem(Mark mark, String text) {
        return new TemplateException(mark, text);
    }

    String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw problem(node, "a text is expected here");
    }

    /** The entries of a mapping, in order, keys as text. */
    Map<String, Node> entries(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw problem(node, "a mapping is expected here");
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            entries.put(text(entry.getKeyNode()), entry.getValueNode());
        }
        return entries;
    }

    /** Where the keys of a mapping stand. */
    Map<String, Mark> keyMarks(Node node) {
        Map<String, Mark> marks = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                marks.put(text(entry.getKeyNode()), mark(entry.getKeyNode()));
            }
        }
        return marks;
    }

    List<Node> items(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw problem(node, "a list is expected here");
        }
        return sequence.getValue();
    }

    List<String> texts(Node node) {
        List<String> texts = new ArrayList<>();
        items(node).forEach(item -> texts.add(text(item)));
        return texts;
    }

    /**
     * The intrinsic function that a node is: written short ({@code !Ref X}) or long ({@code {Ref: X}}).
     *
     * @return its name without {@code Fn::}, and its argument without the tag
     */
    Optional<Function> function(Node node) {
        String tag = node.getTag().getValue();
        if (tag.startsWith("!") && tag.length() > 1) {
            return Optional.of(new Function(tag.substring(1), node));
        }
        if (node instanceof MappingNode mapping && mapping.getValue().size() == 1) {
            NodeTuple only = mapping.getValue().getFirst();
            String key = text(only.getKeyNode());
            if (key.equals("Ref") || (key.equals("Condition") && only.getValueNode() instanceof ScalarNode)) {
                return Optional.of(new Function(key, only.getValueNode()));
            }
            if (key.startsWith("Fn::")) {
                return Optional.of(new Function(key.substring(4), only.getValueNode()));
            }
        }
        return Optional.empty();
    }

    /** @param argument for a short form the node itself, its tag to be disregarded */
    record Function(String name, Node argument) {}
}
