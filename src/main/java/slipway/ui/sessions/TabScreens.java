package slipway.ui.sessions;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import slipway.ui.terminal.TerminalPane;

/** The terminals of the tabs on screen, each made when its tab is first seen. */
final class TabScreens {
    private static final Set<String> WEB = Set.of("http", "https");

    private final SessionsViewModel model;
    private final Consumer<String> openUrl;
    private final Map<SessionTab, TerminalPane> made = new HashMap<>();

    /** @param openUrl opens an address in the user's browser */
    TabScreens(SessionsViewModel model, Consumer<String> openUrl) {
        this.model = model;
        this.openUrl = openUrl;
    }

    TerminalPane of(SessionTab tab) {
        return made.computeIfAbsent(tab, this::make);
    }

    /** Lets go of those whose tab is closed. */
    void keep(Collection<SessionTab> tabs) {
        made.keySet().removeIf(tab -> {
            boolean gone = !tabs.contains(tab);
            if (gone) {
                tab.setOnChanged(() -> {});
            }
            return gone;
        });
    }

    private TerminalPane make(SessionTab tab) {
        var pane = new TerminalPane(model.background(), tab.terminal());
        tab.setOnChanged(pane::changed);
        pane.setOnInput(tab::type);
        pane.setOnResized(tab::resize);
        pane.setOnOpen(this::open);
        tab.taskProperty()
                .subscribe(task -> pane.setName("Terminal, " + tab.command() + " on " + TabWords.label(task)));
        tab.statusProperty().map(status -> !status.ended()).subscribe(pane::setLive);
        return pane;
    }

    /** A program may write any link; only those to the web leave the terminal by a click. */
    private void open(String address) {
        String scheme;
        try {
            scheme = URI.create(address).getScheme();
        } catch (IllegalArgumentException noAddress) {
            return;
        }
        if (scheme != null && WEB.contains(scheme.toLowerCase(java.util.Locale.ROOT))) {
            openUrl.accept(address);
        }
    }
}
