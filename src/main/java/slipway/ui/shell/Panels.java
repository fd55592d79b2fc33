package slipway.ui.shell;

import java.util.List;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.logs.LogsView;
import slipway.ui.logs.LogsViewModel;
import slipway.ui.overview.OverviewView;
import slipway.ui.overview.OverviewViewModel;
import slipway.ui.services.ServicesView;
import slipway.ui.services.ServicesViewModel;
import slipway.ui.sessions.SessionsView;
import slipway.ui.sessions.SessionsViewModel;
import slipway.ui.stacks.StacksView;
import slipway.ui.stacks.StacksViewModel;
import slipway.ui.traffic.TrafficView;
import slipway.ui.traffic.TrafficViewModel;

/** Every panel of the console, in the order of the navigation. A new panel is one more line. */
final class Panels {
    static final List<PanelEntry> ALL = List.of(
            new PanelEntry(
                    "overview",
                    "Overview",
                    Feather.MAP,
                    context -> new OverviewView(
                            new OverviewViewModel(context.workspace()),
                            context.openUrl(),
                            context.copy(),
                            context.openStack(),
                            () -> context.openPanel().accept("traffic"))),
            new PanelEntry(
                    "stacks",
                    "Stacks",
                    Feather.LAYERS,
                    context -> new StacksView(
                            new StacksViewModel(context.workspace()),
                            context.dialogs(),
                            context.openUrl(),
                            context.copy(),
                            context.openLogs())),
            new PanelEntry(
                    "services",
                    "Services",
                    Feather.SERVER,
                    context -> new ServicesView(
                            new ServicesViewModel(context.workspace()),
                            context.dialogs(),
                            context.copy(),
                            context.openLogs(),
                            context.openSession(),
                            () -> context.openPanel().accept("stacks"))),
            new PanelEntry(
                    "traffic",
                    "Traffic",
                    Feather.SHUFFLE,
                    context -> new TrafficView(
                            new TrafficViewModel(context.workspace()),
                            context.dialogs(),
                            () -> context.openPanel().accept("stacks"),
                            context.openStack())),
            new PanelEntry(
                    "logs",
                    "Logs",
                    Feather.ALIGN_LEFT,
                    context -> new LogsView(
                            new LogsViewModel(context.workspace()),
                            LogsView::askForFile,
                            context.copy(),
                            () -> context.openPanel().accept("stacks"))),
            new PanelEntry(
                    "sessions",
                    "Terminal",
                    Feather.TERMINAL,
                    context -> new SessionsView(
                            new SessionsViewModel(context.workspace()),
                            context.dialogs(),
                            context.openUrl(),
                            context.copy(),
                            () -> context.openPanel().accept("stacks"),
                            context.wholeWindow())));

    private Panels() {}
}
