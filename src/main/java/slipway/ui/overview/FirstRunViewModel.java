package slipway.ui.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Identity;
import slipway.model.ReadinessCheck;
import slipway.model.StackPlan;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.workspace.LocalCloud;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

/** The form before the first deployment: where to, what it does step by step, and whether this machine is ready. */
public final class FirstRunViewModel {
    /** A step of the first deployment. */
    public record Step(int number, String words, String right) {}

    /** A row with an outline: a readiness check, or who would act. */
    public record Row(StateIcon.State icon, String name, String found, String remedy) {}

    private record Group(String words, Set<String> templates) {}

    private static final List<Group> GROUPS = List.of(
            new Group("Network and rules", Set.of("network")),
            new Group("Cluster, balancers, rules", Set.of("platform", "traffic")),
            new Group("Volume and Redis", Set.of("data")),
            new Group("Image repositories", Set.of("delivery")),
            new Group("Starts client and api", Set.of("service")));

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<List<Step>> steps = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper stepsTotal = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<Row>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Row> verdict =
            new ReadOnlyObjectWrapper<>(new Row(StateIcon.State.WORKING, "measuring", "", ""));
    private final ReadOnlyStringWrapper version = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper machine = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper aws = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    FirstRunViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.outlineProperty().addListener((property, before, now) -> update());
        workspace.outlineFailureProperty().addListener((property, before, now) -> update());
        workspace.readinessProperty().addListener((property, before, now) -> update());
        workspace.localCloudProperty().addListener((property, before, now) -> update());
        workspace.connectionProperty().addListener((property, before, now) -> update());
        workspace.targetProperty().addListener((property, before, now) -> update());
        workspace.targets().addListener((javafx.collections.ListChangeListener<TargetChoice>) change -> update());
        update();
    }

    public Workspace workspace() {
        return workspace;
    }

    /** Takes a name for the environment; says what is wrong with it in {@link #problemProperty}. */
    public boolean name(String typed) {
        try {
            workspace.choose(new EnvironmentName(typed.strip()));
            problem.set("");
            return true;
        } catch (FailureException refused) {
            problem.set(refused.getMessage());
            return false;
        }
    }

    public void deploy() {
        workspace.deploy();
    }

    /** Chooses this machine, or the first AWS profile. */
    public void choose(boolean local) {
        workspace.targets().stream()
                .filter(choice -> choice.local() == local)
                .findFirst()
                .ifPresent(workspace::choose);
    }

    public boolean hasAws() {
        return workspace.targets().stream().anyMatch(choice -> !choice.local());
    }

    public ReadOnlyObjectProperty<List<Step>> stepsProperty() {
        return steps.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty stepsTotalProperty() {
        return stepsTotal.getReadOnlyProperty();
    }

    /** What this machine offers, or, on AWS, who would act and where. */
    public ReadOnlyObjectProperty<List<Row>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Row> verdictProperty() {
        return verdict.getReadOnlyProperty();
    }

    /** The tag that is published; empty while unknown. */
    public ReadOnlyStringProperty versionProperty() {
        return version.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty machineProperty() {
        return machine.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty awsProperty() {
        return aws.getReadOnlyProperty();
    }

    /** Why a deployment cannot be planned: a wrong name, a template that does not parse; empty when it can. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    private void update() {
        DeployPlan outline = workspace.outlineProperty().get();
        Failure failure = workspace.outlineFailureProperty().get();
        problem.set(failure == null ? "" : failure.message());
        version.set(outline == null ? "" : Phrases.version(outline.version()));
        steps.set(outline == null ? List.of() : stepsOf(outline));
        stepsTotal.set(
                outline == null
                        ? ""
                        : Phrases.count(outline.stacks().size(), "stack") + ", "
                                + Phrases.count(outline.resourceCount(), "resource"));
        LocalCloud.Status local = workspace.localCloudProperty().get();
        machine.set(
                local == null || local.running().isEmpty()
                        ? "starts the local cloud"
                        : "clock " + Phrases.factor(local.running().get().clockFactor()));
        aws.set(awsWords());
        if (workspace.targetProperty().get().local()) {
            measured(workspace.readinessProperty().get());
        } else {
            acting();
        }
    }

    private String awsWords() {
        TargetChoice chosen = workspace.targetProperty().get();
        if (!chosen.local()) {
            return chosen.label();
        }
        long profiles =
                workspace.targets().stream().filter(choice -> !choice.local()).count();
        return profiles == 0 ? "no profile in ~/.aws" : Phrases.count(profiles, "profile");
    }

    private void measured(List<ReadinessCheck> checks) {
        List<Row> measured = new ArrayList<>();
        checks.forEach(
                check -> measured.add(new Row(iconOf(check.state()), check.name(), check.found(), check.remedy())));
        templates().ifPresent(measured::add);
        rows.set(measured);
        long missing = count(measured, StateIcon.State.FAILED);
        long limited = count(measured, StateIcon.State.WARNING);
        if (checks.isEmpty()) {
            verdict.set(new Row(StateIcon.State.WORKING, "measuring", "", ""));
        } else if (missing > 0) {
            verdict.set(new Row(StateIcon.State.FAILED, "no, " + missing + " missing", "", ""));
        } else if (limited > 0) {
            verdict.set(new Row(StateIcon.State.WARNING, "yes, with " + Phrases.count(limited, "limit"), "", ""));
        } else {
            verdict.set(new Row(StateIcon.State.HEALTHY, "yes, all found", "", ""));
        }
    }

    /** The outline was made from every template, so it exists only when each of them is valid. */
    private Optional<Row> templates() {
        DeployPlan outline = workspace.outlineProperty().get();
        Failure failure = workspace.outlineFailureProperty().get();
        if (failure != null) {
            return Optional.of(new Row(StateIcon.State.FAILED, "Templates", "not valid", failure.message()));
        }
        if (outline == null) {
            return Optional.empty();
        }
        long templates =
                outline.stacks().stream().map(StackPlan::template).distinct().count();
        return Optional.of(
                new Row(StateIcon.State.HEALTHY, "Templates", templates + " of " + templates + " valid", ""));
    }

    private static long count(List<Row> rows, StateIcon.State state) {
        return rows.stream().filter(row -> row.icon() == state).count();
    }

    private void acting() {
        @Nullable Identity identity = workspace.identity().orElse(null);
        if (identity == null) {
            rows.set(List.of());
            verdict.set(new Row(StateIcon.State.WORKING, "asking AWS", "", ""));
        } else {
            rows.set(List.of(
                    new Row(StateIcon.State.HEALTHY, "Account", Phrases.account(identity.accountId()), ""),
                    new Row(StateIcon.State.HEALTHY, "Principal", identity.principal(), ""),
                    new Row(StateIcon.State.HEALTHY, "Region", identity.region(), "")));
            verdict.set(new Row(StateIcon.State.HEALTHY, "signed in", "", ""));
        }
    }

    private static StateIcon.State iconOf(ReadinessCheck.State state) {
        return switch (state) {
            case READY -> StateIcon.State.HEALTHY;
            case LIMITED -> StateIcon.State.WARNING;
            case MISSING -> StateIcon.State.FAILED;
        };
    }

    private static List<Step> stepsOf(DeployPlan outline) {
        List<Step> steps = new ArrayList<>();
        Set<String> known = new java.util.HashSet<>();
        for (Group group : GROUPS) {
            known.addAll(group.templates());
            List<StackPlan> stacks = outline.stacks().stream()
                    .filter(stack -> group.templates().contains(stack.template()))
                    .toList();
            if (!stacks.isEmpty()) {
                steps.add(step(steps, group.words(), stacks));
            }
        }
        List<StackPlan> rest = outline.stacks().stream()
                .filter(stack -> !known.contains(stack.template()))
                .toList();
        if (!rest.isEmpty()) {
            String words = String.join(
                    ", ", rest.stream().map(StackPlan::template).distinct().toList());
            steps.add(step(steps, words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1), rest));
        }
        return steps;
    }

    private static Step step(List<Step> before, String words, List<StackPlan> stacks) {
        int resources =
                stacks.stream().mapToInt(stack -> stack.resources().size()).sum();
        return new Step(
                before.size() + 1,
                words,
                before.isEmpty() ? Phrases.count(resources, "resource") : String.valueOf(resources));
    }
}
