package slipway.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;
import slipway.ui.workspace.Workspace;

/** The top of the window: target, environment, account, state; search, theme, help and the main button on the right. */
final class TopBar extends HBox {
    private final ShellViewModel model;
    private final Label name = Texts.firm("Slipway", "semibold", "t15");
    private final HBox brand = new HBox(10, logo(), name);
    private final TargetChooser targets;
    private final EnvironmentChooser environments;
    private final HBox account = new HBox(10);
    private final StateIcon summaryIcon = new StateIcon();
    private final Label summary = Texts.yielding("", "t12");
    private final Button find = new Button();
    private final HBox findContent = new HBox(8);
    private final Button theme = square(Feather.MOON);
    private final Button help = square(Feather.HELP_CIRCLE);
    private final Button main = new Button();
    private final StateIcon busy = new StateIcon(StateIcon.State.WORKING);
    private final Tooltip who = new Tooltip();

    TopBar(
            ShellViewModel model,
            Workspace workspace,
            EnvironmentChooser environments,
            Look look,
            Runnable openPalette,
            Runnable openHelp,
            Runnable pressMain) {
        this.model = model;
        this.environments = environments;
        targets = new TargetChooser(workspace);
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        brand.getStyleClass().add("brand");
        brand.setAlignment(Pos.CENTER_LEFT);
        var state = new HBox(6, summaryIcon, summary);
        state.setAlignment(Pos.CENTER_LEFT);
        state.setMinWidth(0);
        account.setAlignment(Pos.CENTER_LEFT);
        buildFind(openPalette);
        theme.setOnAction(event -> look.toggle());
        look.darkProperty().subscribe(dark -> {
            theme.setGraphic(Icons.icon(dark ? Feather.SUN : Feather.MOON));
            theme.setAccessibleText(dark ? "Use the light theme" : "Use the dark theme");
        });
        help.setAccessibleText("Help: keys and words");
        help.setOnAction(event -> openHelp.run());
        main.getStyleClass().add("primary");
        main.setId("main-button");
        main.setMinWidth(Region.USE_PREF_SIZE);
        main.setOnAction(event -> pressMain.run());
        getChildren().addAll(brand, targets, environments, account, state, Texts.spacer(), find, theme, help, main);
        bind();
    }

    void setNarrow(boolean narrow) {
        name.setVisible(!narrow);
        name.setManaged(!narrow);
        brand.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("narrow"), narrow);
        account.setVisible(!narrow);
        account.setManaged(!narrow);
        findContent.getChildren().stream().skip(1).forEach(part -> {
            part.setVisible(!narrow);
            part.setManaged(!narrow);
        });
        findContent.setAlignment(narrow ? Pos.CENTER : Pos.CENTER_LEFT);
        find.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("narrow"), narrow);
        targets.setTooltip(narrow ? who : null);
    }

    private void buildFind(Runnable openPalette) {
        findContent
                .getChildren()
                .addAll(
                        Icons.small(Feather.SEARCH),
                        Texts.text("Go to or run\u2026", "t12", "ink3"),
                        Texts.spacer(),
                        Texts.firm("Ctrl K", "kbd"));
        findContent.setAlignment(Pos.CENTER_LEFT);
        find.setGraphic(findContent);
        find.setId("find");
        find.getStyleClass().add("find");
        find.setAccessibleText("Go to a panel or run a command");
        find.setOnAction(event -> openPalette.run());
    }

    private void bind() {
        model.accountProperty().subscribe(this::showAccount);
        model.regionProperty().subscribe(this::showAccount);
        model.summaryProperty().subscribe(now -> {
            summaryIcon.setState(now.icon());
            summary.setText(now.words());
        });
        model.mainButtonProperty().subscribe(now -> {
            boolean watching = now.action() == ShellViewModel.MainAction.WATCH;
            main.setText(now.label());
            main.setDisable(!now.enabled());
            main.setGraphic(watching ? busy : Icons.icon(glyphOf(now.action())));
            main.getStyleClass().remove("busy");
            if (watching) {
                main.getStyleClass().add("busy");
            }
        });
        model.busyProperty().subscribe(now -> {
            targets.setDisable(now);
            environments.setDisable(now);
        });
    }

    private static Feather glyphOf(ShellViewModel.MainAction action) {
        return switch (action) {
            case DEPLOY, UPDATE -> Feather.UPLOAD;
            case CONTINUE -> Feather.PLAY;
            case WAKE -> Feather.POWER;
            case WATCH -> Feather.ACTIVITY;
        };
    }

    private void showAccount() {
        account.getChildren().clear();
        if (!model.accountProperty().get().isEmpty()) {
            var dot = new Region();
            dot.getStyleClass().add("dot-between");
            Label number = Texts.firm(model.accountProperty().get(), "t12", "ink2");
            number.setTooltip(who);
            number.setId("account");
            account.getChildren()
                    .addAll(number, dot, Texts.firm(model.regionProperty().get(), "t12", "ink2"));
        }
        who.setText(
                model.accountProperty().get() + ", " + model.regionProperty().get() + "\n"
                        + model.principalProperty().get());
    }

    private static Button square(Feather glyph) {
        var button = new Button();
        button.setGraphic(Icons.icon(glyph));
        button.getStyleClass().addAll("quiet", "square");
        return button;
    }

    private static Node logo() {
        var hull = new SVGPath();
        hull.setContent("M4.6 6.3 20.9 13.3 17.2 17 8.1 13.1Z");
        hull.getStyleClass().add("logo-fill");
        var way = new SVGPath();
        way.setContent("M2.5 13.2 23.5 22.2M12.4 7.4 14.6 2.3");
        way.setStrokeWidth(2.3);
        way.setStrokeLineCap(StrokeLineCap.ROUND);
        way.getStyleClass().add("logo-line");
        return new javafx.scene.Group(hull, way);
    }
}
