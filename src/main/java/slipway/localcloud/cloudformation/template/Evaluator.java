package slipway.localcloud.cloudformation.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Works out what a template's nodes are worth: text, lists and maps (never a number or a truth value), or a
 * {@link Special}. {@code AWS::NoValue} takes its property or list member with it. Whatever is made of something
 * unknown is unknown.
 */
public final class Evaluator {
    private final Template template;
    private final Scope scope;
    private final Conditions conditions;

    public Evaluator(Template template, Scope scope) {
        this.template = template;
        this.scope = scope;
        this.conditions = new Conditions(template, this);
    }

    /** The same, with other resources; what conditions are worth stays known. */
    private Evaluator over(Scope.Resources resources) {
        return new Evaluator(template, scope.with(resources), conditions);
    }

    private Evaluator(Template template, Scope scope, Conditions conditions) {
        this.template = template;
        this.scope = scope;
        this.conditions = conditions;
    }

    public Template template() {
        return template;
    }

    public Scope scope() {
        return scope;
    }

    /** @throws TemplateException when there is no such condition, or it cannot be worked out */
    public boolean condition(String name) {
        return conditions.named(name, null);
    }

    /** Whether the stack has this resource: it has no condition, or one that holds. */
    public boolean includes(ResourceDeclaration resource) {
        return resource.condition()
                .map(name -> conditions.named(name, resource.at()))
                .orElse(true);
    }

    public boolean includes(OutputDeclaration output) {
        return output.condition()
                .map(name -> conditions.named(name, output.at()))
                .orElse(true);
    }

    /** Works out every condition, used or not. */
    public Map<String, Boolean> conditions() {
        var worth = new LinkedHashMap<String, Boolean>();
        template.conditions().keySet().forEach(name -> worth.put(name, conditions.named(name, null)));
        return worth;
    }

    /** @throws TemplateException with the description of the first assertion that does not hold */
    public void checkRules() {
        template.rules().values().forEach(conditions::check);
    }

    /** A resource's properties, given these resources; errors name the resource. */
    public Map<String, Object> properties(ResourceDeclaration resource, Scope.Resources resources) {
        return owned(resource.logicalId(), () -> over(resources).fields(resource.properties()));
    }

    /** The value of a node that belongs to something with a name, given these resources; errors name it. */
    public Object value(String owner, Node node, Scope.Resources resources) {
        return owned(owner, () -> over(resources).value(node));
    }

    /** Text or {@link Special#UNKNOWN}, with errors that name the output that owns it. */
    public Object text(String owner, Node node, Scope.Resources resources) {
        Object value = value(owner, node, resources);
        if (value instanceof String || value == Special.UNKNOWN) {
            return value;
        }
        throw TemplateException.in(
                owner,
                node.at(),
                "Template format error: Output " + owner + " is malformed. The value must be a string.");
    }

    /** Does the work; a fault that does not know its owner yet gets this one. */
    static <T> T owned(String owner, Supplier<T> work) {
        try {
            return work.get();
        } catch (TemplateException fault) {
            throw fault.in(owner);
        }
    }

    private static TemplateException fault(Node node, String sentence) {
        return TemplateException.at(node.at(), sentence);
    }

    // ---------------------------------------------------------------- values

    Object value(Node node) {
        return switch (node) {
            case Node.Text text -> text.value();
            case Node.Items items -> list(items);
            case Node.Fields fields -> fields(fields);
            case Node.Call call -> call(call);
        };
    }

    private List<Object> list(Node.Items items) {
        var list = new ArrayList<>();
        for (Node item : items.items()) {
            Object value = value(item);
            if (value != Special.NO_VALUE) {
                list.add(value);
            }
        }
        return list;
    }

    private Map<String, Object> fields(Node.Fields fields) {
        var map = new LinkedHashMap<String, Object>();
        fields.entries().forEach((key, node) -> {
            Object value = value(node);
            if (value != Special.NO_VALUE) {
                map.put(key, value);
            }
        });
        return map;
    }

    private Object call(Node.Call call) {
        return switch (call.function()) {
            case "Ref" -> ref(References.refName(call), call.argument());
            case "Fn::GetAtt" -> {
                Reference reference = References.attribute(call);
                yield attribute(reference.target(), reference.attribute(), call.argument());
            }
            case "Fn::Sub" -> sub(call);
            case "Fn::Join" -> join(call);
            case "Fn::Select" -> select(call);
            case "Fn::Split" -> split(call);
            case "Fn::FindInMap" -> findInMap(call);
            case "Fn::If" -> {
                References.If choice = References.branches(call);
                yield value(conditions.named(choice.condition(), choice.at()) ? choice.whenTrue() : choice.whenFalse());
            }
            case "Fn::ImportValue" ->
                known(
                        value(call.argument()),
                        name -> scope.exports()
                                .value(name.toString())
                                .orElseThrow(() -> fault(call, "No export named " + name + " found")));
            case "Fn::GetAZs" -> known(value(call.argument()), this::zones);
            case "Fn::Cidr" -> cidr(call);
            case "Fn::Base64" ->
                known(
                        value(call.argument()),
                        text -> Base64.getEncoder()
                                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8)));
            default ->
                throw fault(call, "Template error: " + call.function() + " is allowed in Conditions and Rules only");
        };
    }

    private static Object known(Object value, Function<Object, Object> then) {
        return value == Special.UNKNOWN ? value : then.apply(value);
    }

    private Object ref(String name, Node at) {
        Object parameter = scope.parameters().get(name);
        if (parameter != null) {
            return parameter;
        }
        Object pseudo = scope.pseudo().get(name);
        if (pseudo != null) {
            return pseudo;
        }
        included(name, at);
        return scope.resources().ref(name);
    }

    private Object attribute(String logicalId, String name, Node at) {
        included(logicalId, at);
        return scope.resources().attribute(logicalId, name);
    }

    private void included(String logicalId, Node at) {
        ResourceDeclaration resource = template.resources().get(logicalId);
        if (resource == null || !includes(resource)) {
            throw fault(
                    at,
                    "Template format error: Unresolved resource dependencies [" + logicalId
                            + "] in the Resources block of the template"
                            + (resource == null ? "" : ": its condition does not hold"));
        }
    }

    private Object sub(Node.Call call) {
        References.Sub sub = References.sub(call);
        var text = new StringBuilder();
        boolean unknown = false;
        for (SubText.Piece piece : SubText.parse(sub.text()).pieces()) {
            if (!piece.name()) {
                text.append(piece.text());
                continue;
            }
            Object value = subValue(piece.text(), sub);
            if (value == Special.UNKNOWN) {
                unknown = true;
            } else if (value instanceof String known) {
                text.append(known);
            } else {
                throw fault(
                        sub.text(),
                        "Template error: variable " + piece.text()
                                + " in Fn::Sub expression does not resolve to a string");
            }
        }
        return unknown ? Special.UNKNOWN : text.toString();
    }

    private Object subValue(String name, References.Sub sub) {
        Node given = sub.values().get(name);
        if (given != null) {
            return value(given);
        }
        int dot = name.indexOf('.');
        return dot < 0 ? ref(name, sub.text()) : attribute(name.substring(0, dot), name.substring(dot + 1), sub.text());
    }

    private Object join(Node.Call call) {
        String wanted =
                "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a"
                        + " list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to"
                        + " be joined.";
        List<Node> arguments = arguments(call, 2, 2, wanted);
        Object delimiter = value(arguments.get(0));
        Object list = value(arguments.get(1));
        if (list == Special.UNKNOWN) {
            return list;
        }
        if (!(delimiter instanceof String between) || !(list instanceof List<?> members)) {
            throw fault(call, wanted);
        }
        if (members.contains(Special.UNKNOWN)) {
            return Special.UNKNOWN;
        }
        var texts = new ArrayList<String>();
        for (Object member : members) {
            if (!(member instanceof String text)) {
                throw fault(call, wanted);
            }
            texts.add(text);
        }
        return String.join(between, texts);
    }

    private Object select(Node.Call call) {
        String wanted =
                "Template error: Fn::Select requires a list argument with two elements: an integer index and a list";
        List<Node> arguments = arguments(call, 2, 2, wanted);
        Object index = value(arguments.get(0));
        Object list = value(arguments.get(1));
        if (list == Special.UNKNOWN || index == Special.UNKNOWN) {
            return Special.UNKNOWN;
        }
        if (!(index instanceof String text) || !text.matches("\\d{1,9}") || !(list instanceof List<?> members)) {
            throw fault(call, wanted);
        }
        int at = Integer.parseInt(text);
        if (at >= members.size()) {
            throw fault(call, "Template error: Fn::Select  cannot select nonexistent value at index " + at);
        }
        Object selected = members.get(at);
        return selected == null ? Special.NO_VALUE : selected;
    }

    private Object split(Node.Call call) {
        String wanted = "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2)"
                + " a string to be split or a function that returns a string to be split.";
        List<Node> arguments = arguments(call, 2, 2, wanted);
        Object source = value(arguments.get(1));
        if (source == Special.UNKNOWN) {
            return source;
        }
        if (!(value(arguments.get(0)) instanceof String delimiter)
                || delimiter.isEmpty()
                || !(source instanceof String text)) {
            throw fault(call, wanted);
        }
        var parts = new ArrayList<Object>();
        int from = 0;
        for (int hit = text.indexOf(delimiter); hit >= 0; hit = text.indexOf(delimiter, from)) {
            parts.add(text.substring(from, hit));
            from = hit + delimiter.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private Object findInMap(Node.Call call) {
        List<Node> arguments = arguments(
                call,
                3,
                3,
                "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the"
                        + " attribute for return value");
        var keys = arguments.stream().map(this::value).toList();
        if (keys.contains(Special.UNKNOWN)) {
            throw fault(call, "Template error: Fn::FindInMap cannot depend on a resource");
        }
        var map = template.mappings().get(keys.get(0).toString());
        if (map == null) {
            throw fault(
                    call,
                    "Template error: Mapping named '" + keys.get(0)
                            + "' is not present in the 'Mappings' section of template.");
        }
        Map<String, Node> first = map.get(keys.get(1).toString());
        Node found = first == null ? null : first.get(keys.get(2).toString());
        if (found == null) {
            throw fault(
                    call,
                    "Template error: Unable to get mapping for " + keys.get(0) + "::" + keys.get(1) + "::"
                            + keys.get(2));
        }
        return value(found);
    }

    /** Three zones of the region asked for, the own one when the name is empty. (a) Every region has a, b and c. */
    private List<Object> zones(Object region) {
        String name = region.toString().isEmpty() ? scope.place().region() : region.toString();
        return List.of(name + "a", name + "b", name + "c");
    }

    private Object cidr(Node.Call call) {
        List<Node> arguments = arguments(
                call,
                2,
                3,
                "Template error: every Fn::Cidr object requires two or three parameters: an address range, a count, and"
                        + " the host bits of each part");
        var values = arguments.stream().map(this::value).toList();
        if (values.contains(Special.UNKNOWN)) {
            return Special.UNKNOWN;
        }
        try {
            return List.<Object>copyOf(CidrBlocks.cut(
                    values.get(0).toString(),
                    values.get(1).toString(),
                    values.size() == 3 ? values.get(2).toString() : "8"));
        } catch (IllegalArgumentException wrong) {
            throw fault(call, "Template error: Fn::Cidr: " + wrong.getMessage());
        }
    }

    private List<Node> arguments(Node.Call call, int least, int most, String wanted) {
        if (call.argument() instanceof Node.Items items
                && items.items().size() >= least
                && items.items().size() <= most) {
            return items.items();
        }
        throw fault(call, wanted);
    }
}
