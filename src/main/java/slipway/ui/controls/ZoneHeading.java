package slipway.ui.controls;

import java.util.List;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import slipway.model.Exposure;
import slipway.model.Exposure.Part;
import slipway.model.Exposure.Reach;

/** What stands over one half of the topology: whether the internet gets in there. */
final class ZoneHeading extends HBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final boolean reachable;
    private final FontIcon icon;
    private final Label words;

    /** @param reachable the half that is meant to be reached */
    ZoneHeading(boolean reachable) {
        super(7);
        this.reachable = reachable;
        this.icon = Icons.small(Feather.GLOBE);
        this.words = Texts.text("", "t12", "medium", "ink2");
        getChildren().addAll(icon, words);
        getStyleClass().add("zone-heading");
        show(null);
    }

    /** @param exposure null while it is not known: then what the shipped templates promise */
    void show(@Nullable Exposure exposure) {
        List<Part> parts = exposure == null
                ? List.of()
                : exposure.parts().stream()
                        .filter(part -> part.intended() == reachable)
                        .toList();
        List<Part> wrong = parts.stream().filter(Part::wrong).toList();
        boolean open = wrong.stream().anyMatch(part -> part.reach() == Reach.YES);
        words.setText(reachable ? outer(parts, open) : inner(parts, wrong, open));
        icon.setIconCode(reachable ? Feather.GLOBE : wrong.isEmpty() ? Feather.LOCK : Feather.UNLOCK);
        pseudoClassStateChanged(WRONG, !wrong.isEmpty());
    }

    private static String outer(List<Part> parts, boolean open) {
        if (open) {
            return "Reachable from the internet, also around its balancer";
        }
        return parts.stream().anyMatch(part -> part.reach() == Reach.NO)
                ? "Not reachable from the internet"
                : "Reachable from the internet, only through its balancer";
    }

    private static String inner(List<Part> parts, List<Part> wrong, boolean open) {
        if (!wrong.isEmpty()) {
            return open
                    ? "Reachable from the internet: "
                            + names(wrong.stream()
                                    .filter(part -> part.reach() == Reach.YES)
                                    .toList())
                    : "Only one wall is left before " + names(wrong);
        }
        List<Part> unknown =
                parts.stream().filter(part -> part.reach() == Reach.UNKNOWN).toList();
        return unknown.isEmpty()
                ? "Private: no route from the internet to api or Redis"
                : "Not known whether the internet reaches " + names(unknown);
    }

    private static String names(List<Part> parts) {
        return parts.stream().map(Part::name).collect(Collectors.joining(" and "));
    }
}
