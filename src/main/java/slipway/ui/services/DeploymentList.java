package slipway.ui.services;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import slipway.model.FailureChain;
import slipway.model.ServiceStatus;
import slipway.model.ServiceStatus.Breaker;
import slipway.model.ServiceStatus.Deployment;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** A service's deployments, newest first: what each wants and has, and how its rollout stands. */
final class DeploymentList {
    private static final int LINES = 4;

    private final VBox body = new VBox();
    private final ScrollPane node = new ScrollPane(body);
    private List<Deployment> shown = List.of();
    private Optional<Breaker> breaker = Optional.empty();
    private Optional<FailureChain> failure = Optional.empty();

    DeploymentList() {
        node.setFitToWidth(true);
        node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        node.setMinSize(0, 0);
        node.setAccessibleText("Deployments of the service");
        draw();
    }

    ScrollPane node() {
        return node;
    }

    /** @param why why the last deployment failed, when it failed in this service */
    void show(ServiceStatus service, Optional<FailureChain> why) {
        if (!service.deployments().equals(shown) || !service.breaker().equals(breaker) || !why.equals(failure)) {
            shown = service.deployments();
            failure = why;
            breaker = service.breaker();
            draw();
        }
    }

    private void draw() {
        body.getChildren().clear();
        failure.ifPresent(chain -> body.getChildren().add(cause(chain)));
        if (shown.isEmpty()) {
            var nothing = new VBox(Texts.text("No deployment yet.", "t12", "ink2"));
            nothing.getStyleClass().add("deployment");
            body.getChildren().add(nothing);
        }
        for (Deployment deployment : shown) {
            if (!body.getChildren().isEmpty()) {
                body.getChildren().add(Texts.rule());
            }
            body.getChildren().add(part(deployment));
        }
    }

    /** From the cause to what helps; the events and the stopped task of the chain are in the cards beside it. */
    private static Node cause(FailureChain chain) {
        var words = Texts.wrapped(chain.cause(), "t12", "semibold");
        words.setId("services-failure-cause");
        HBox.setHgrow(words, Priority.ALWAYS);
        var head = new HBox(8, new StateIcon(StateIcon.State.FAILED), words);
        var part = new VBox(8, head);
        List<String> lines = chain.lines();
        if (!lines.isEmpty()) {
            var log = new VBox();
            log.getStyleClass().add("log-extract");
            lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(line -> {
                Label text = Texts.yielding(line, "mono");
                text.setTooltip(new Tooltip(line));
                log.getChildren().add(text);
            });
            part.getChildren().add(log);
        }
        if (!chain.remedy().isEmpty()) {
            part.getChildren().add(Texts.wrapped(chain.remedy(), "t12", "ink2"));
        }
        part.getStyleClass().add("deployment");
        return part;
    }

    private Node part(Deployment deployment) {
        var version = Texts.firm(
                deployment.image().isEmpty() ? "no image" : Phrases.version(deployment.image()), "mono", "chip");
        Label revision = Texts.yielding(revision(deployment.revision()), "t12", "ink2");
        revision.setTooltip(new Tooltip(deployment.revision() + "\n" + deployment.id()));
        var head = new HBox(
                8,
                new StateIcon(icon(deployment)),
                Texts.firm(status(deployment.status()), "t13", "semibold"),
                version,
                Texts.spacer(),
                revision);
        head.setAlignment(Pos.CENTER_LEFT);
        var counts = new HBox(
                14,
                count(deployment.desired(), "desired"),
                count(deployment.running(), "running"),
                count(deployment.pending(), "pending"),
                count(deployment.failed(), "failed"));
        Label rollout = Texts.wrapped(
                rollout(deployment), "t12", deployment.rolloutState().equals("FAILED") ? "bad" : "ink2");
        var part = new VBox(8, head, counts, rollout);
        part.getStyleClass().add("deployment");
        return part;
    }

    private static HBox count(int number, String what) {
        var pair = new HBox(
                4,
                Texts.firm(String.valueOf(number), "t12", "semibold"),
                Texts.firm(what, "t12", number > 0 && what.equals("failed") ? "bad" : "ink2"));
        pair.setAlignment(Pos.CENTER_LEFT);
        return pair;
    }

    private static StateIcon.State icon(Deployment deployment) {
        return switch (deployment.rolloutState()) {
            case "FAILED" -> StateIcon.State.FAILED;
            case "IN_PROGRESS" -> StateIcon.State.WORKING;
            case "COMPLETED" -> deployment.status().equals("PRIMARY") ? StateIcon.State.HEALTHY : StateIcon.State.IDLE;
            default -> StateIcon.State.WAITING;
        };
    }

    /** AWS's word, written as one. */
    private static String status(String status) {
        return status.isEmpty()
                ? status
                : status.charAt(0) + status.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String revision(String familyAndNumber) {
        int colon = familyAndNumber.lastIndexOf(':');
        return colon < 0 ? familyAndNumber : "revision " + familyAndNumber.substring(colon + 1);
    }

    private String rollout(Deployment deployment) {
        String guard = breaker.map(
                        each -> "breaker armed at " + each.threshold() + (each.rollback() ? ", rolls back" : ""))
                .orElse("no breaker");
        return switch (deployment.rolloutState()) {
            case "COMPLETED" -> "Rollout completed " + Phrases.clock(deployment.updated()) + ", " + guard;
            case "IN_PROGRESS" -> "Rollout in progress since " + Phrases.clock(deployment.created()) + ", " + guard;
            case "FAILED" -> "Rollout failed: " + deployment.rolloutReason();
            default -> "Created " + Phrases.clock(deployment.created());
        };
    }
}
