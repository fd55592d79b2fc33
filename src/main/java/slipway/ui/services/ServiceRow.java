package slipway.ui.services;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A row of the table: the same object as long as its service or task is there, so that only its cells are drawn anew. */
final class ServiceRow {
    private final String key;
    private final ReadOnlyObjectWrapper<RowValues> values;

    ServiceRow(RowValues values) {
        this.key = values.key();
        this.values = new ReadOnlyObjectWrapper<>(values);
    }

    String key() {
        return key;
    }

    RowValues values() {
        return values.get();
    }

    ReadOnlyObjectProperty<RowValues> valuesProperty() {
        return values.getReadOnlyProperty();
    }

    void set(RowValues now) {
        if (!now.equals(values.get())) {
            values.set(now);
        }
    }
}
