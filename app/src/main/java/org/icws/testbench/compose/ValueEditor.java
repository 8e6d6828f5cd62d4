package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableMap;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidPath;
import org.icws.protocol.candid.CandidSamples;
import org.icws.protocol.candid.CandidSyntaxException;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.CandidValueText;
import org.icws.protocol.candid.CandidValueText.Span;
import org.icws.protocol.candid.LeafText;

/**
 * One value of a known type that a person edits in a form and as text, whichever is nearer. What does not fit stays as it
 * was typed and is named at its place; the other side then keeps the last value that was whole. FX thread only.
 */
public final class ValueEditor {

    /** How the text side shows the value. */
    public enum Format {
        CANDID,
        JSON,
        HEX
    }

    /** What is wrong with the text, and where. */
    public record Problem(String message, int start, int end, String path) {}

    private final ReadOnlyObjectWrapper<MessageType> type =
            new ReadOnlyObjectWrapper<>(this, "type", MessageType.UNKNOWN);
    private final ReadOnlyObjectWrapper<CandidValue> value = new ReadOnlyObjectWrapper<>(this, "value");
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper(this, "text", "");
    private final ReadOnlyObjectWrapper<Format> format = new ReadOnlyObjectWrapper<>(this, "format", Format.CANDID);
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyIntegerWrapper structure = new ReadOnlyIntegerWrapper(this, "structure");
    private final FieldTexts fields = new FieldTexts();
    private final StampedFields stamps = new StampedFields();
    private final TypeDrafts drafts = new TypeDrafts();
    private CandidValueText.Printed printed;
    private Unfinished unfinished;

    /** A text that did not fit when another notation was chosen, beside the value that was shown instead. */
    private record Unfinished(Format format, String text, CandidValue value) {}

    /**
     * Takes another type: begins a plain value of it, or goes on with what stood here when it was left. Fields called
     * timestamp are set when the message is sent.
     */
    public void setType(MessageType next) {
        if (next.equals(type.get())) {
            return;
        }
        if (type.get().isKnown()) {
            drafts.leave(type.get(), kept());
        }
        begin(next);
        drafts.takeUp(next).ifPresent(left -> {
            Format shown = format.get();
            load(left);
            setFormat(problem.get() == null ? shown : Format.CANDID);
        });
    }

    /** Begins a plain value of the present type. */
    public void reset() {
        begin(type.get());
    }

    private void begin(MessageType next) {
        type.set(next);
        unfinished = null;
        stamps.clear();
        fields.clear();
        if (next.isKnown()) {
            stamps.begin(next.type());
            value.set(CandidSamples.plain(next.type()));
            write();
        } else {
            value.set(null);
            printed = null;
            text.set("(record {})");
            parse();
        }
        rebuilt();
    }

    /**
     * Shows the value in another way. A text that does not fit gives way to the last whole value, and is there again when its
     * own way is chosen before the value has changed.
     */
    public void setFormat(Format next) {
        if (next == format.get() || !type.get().isKnown() && next == Format.JSON) {
            return;
        }
        if (next == Format.HEX && value.get() == null) {
            return;
        }
        Unfinished left = problem.get() == null ? unfinished : new Unfinished(format.get(), text.get(), value.get());
        format.set(next);
        boolean again = left != null && left.format() == next && Objects.equals(left.value(), value.get());
        unfinished = again ? null : left;
        if (again) {
            text.set(left.text());
            parse();
        } else if (value.get() != null) {
            write();
        }
    }

    /** Takes what was typed on the text side. */
    public void editText(String next) {
        if (format.get() == Format.HEX || next.equals(text.get())) {
            return;
        }
        text.set(next);
        parse();
    }

    private void parse() {
        try {
            CandidValue read = Notation.read(format.get(), text.get(), type.get());
            problem.set(null);
            printed = null;
            fields.clear();
            if (!read.equals(value.get())) {
                value.set(read);
                rebuilt();
            }
        } catch (CandidSyntaxException e) {
            problem.set(new Problem(e.getMessage(), e.start(), e.end(), e.path()));
        } catch (CandidException e) {
            problem.set(new Problem(e.getMessage(), 0, 0, CandidPath.ROOT));
        }
    }

    /** Takes what was typed into the field of a part without parts. */
    public void editLeaf(String path, String next) {
        try {
            CandidValue changed =
                    ValueTree.replace(value.get(), type.get().type(), path, (old, t) -> Notation.readLeaf(t, next));
            fields.fits(path, next);
            set(changed);
        } catch (CandidException e) {
            fields.fails(path, next, e.getMessage());
        }
    }

    /** What the field of a part shows: what was typed there, or the part. */
    public String leafText(String path) {
        String kept = fields.typed(path);
        return kept != null ? kept : LeafText.write(at(path).value());
    }

    /** Chooses a case of a variant, beginning with its plain content. */
    public void choose(String path, CandidType.Field chosen) {
        change(path, (old, t) -> new CandidValue.Variant(chosen.id(), CandidSamples.plain(chosen.type())));
    }

    /** Gives an opt a content, or takes it. */
    public void setPresent(String path, boolean present) {
        change(
                path,
                (old, t) -> present
                        ? CandidValue.some(CandidSamples.plain(((CandidType.Opt) t).element()))
                        : CandidValue.none());
    }

    /** Appends a plain element to a vec. */
    public void add(String path) {
        change(path, (old, t) -> {
            List<CandidValue> all = new ArrayList<>(old.asList());
            all.add(CandidSamples.plain(((CandidType.Vec) t).element()));
            return new CandidValue.Vec(all);
        });
    }

    /** Removes an element of a vec. */
    public void remove(String path, int index) {
        change(path, (old, t) -> {
            List<CandidValue> all = new ArrayList<>(old.asList());
            all.remove(index);
            return new CandidValue.Vec(all);
        });
    }

    /** A valid value by chance; the same seed gives the same one. */
    public void randomize(long seed) {
        if (type.get().isKnown()) {
            fields.clear();
            set(CandidSamples.random(type.get().type(), seed));
            rebuilt();
        }
    }

    private void change(String path, ValueTree.Change change) {
        fields.forgetBelow(path);
        set(ValueTree.replace(value.get(), type.get().type(), path, change));
        rebuilt();
    }

    private void set(CandidValue next) {
        value.set(next);
        write();
    }

    /** The text of the value, in the chosen way. */
    private void write() {
        MessageType now = type.get();
        printed = null;
        if (format.get() != Format.CANDID) {
            text.set(Notation.write(format.get(), value.get(), now));
        } else if (now.isKnown()) {
            printed = CandidValueText.print(value.get(), now.type());
            text.set(printed.text());
        }
        problem.set(null);
    }

    /**
     * Replaces the value by one that was kept as Candid text; one that does not fit is shown with what is wrong.
     */
    public void load(String candid) {
        format.set(Format.CANDID);
        fields.clear();
        text.set(candid);
        parse();
        if (problem.get() == null && type.get().isKnown()) {
            write();
        }
        rebuilt();
    }

    /** The same for one that was a message; bytes that are none are shown as what is wrong with them. */
    public void load(byte[] message) {
        load(Notation.ofMessage(message, type.get()));
    }

    /** The value as Candid text, or what stands there if it does not fit, to be kept. */
    public String kept() {
        if (problem.get() != null || !type.get().isKnown()) {
            return text.get();
        }
        return CandidValueText.print(value.get(), type.get().type()).text();
    }

    /** Sets the fields that tell when a message is sent. */
    public void stamp(long nowNanos) {
        if (!stamps.isEmpty() && ready()) {
            set(stamps.stamp(value.get(), type.get().type(), nowNanos));
        }
    }

    /**
     * Makes the bytes of the present value as if it was sent at a time, in nanoseconds since the epoch; may be used on any
     * thread and does not follow later changes.
     */
    LongFunction<byte[]> encoder() {
        return stamps.encoder(value.get(), type.get());
    }

    /** Whether this part is set when the message is sent. */
    public boolean isSetWhenSent(String path) {
        return stamps.contains(path);
    }

    /** Whether this part could be set when the message is sent: a nat64 that is called like a time. */
    public void setWhenSent(String path, boolean whenSent) {
        if (stamps.set(path, whenSent)) {
            fields.forget(path);
            rebuilt();
        }
    }

    /** Where a part stands in the text; only known while the text was made from the value. */
    public Optional<Span> spanOf(String path) {
        return printed == null ? Optional.empty() : printed.find(path);
    }

    /** A part and its type. */
    ValueTree.Part at(String path) {
        return ValueTree.at(value.get(), type.get().type(), path);
    }

    /** Whether there is a whole value. */
    public boolean ready() {
        return blocked() == null;
    }

    /** Why there is no whole value, in a sentence; null if there is one. */
    public String blocked() {
        if (problem.get() != null) {
            return problem.get().message();
        }
        if (fields.firstProblem() != null) {
            return fields.firstProblem();
        }
        return value.get() == null ? "There is no message yet." : null;
    }

    /** The bytes of the value. @throws CandidException if there is no whole one */
    public byte[] encode() {
        if (!ready()) {
            throw new CandidException(blocked());
        }
        return type.get().encode(value.get());
    }

    /** The value in a few words. */
    public String summary() {
        return value.get() == null
                ? ""
                : ValueSummary.of(value.get(), type.get().type());
    }

    private void rebuilt() {
        structure.set(structure.get() + 1);
    }

    public ReadOnlyObjectProperty<MessageType> typeProperty() {
        return type.getReadOnlyProperty();
    }

    /** The last whole value; null before the first. */
    public ReadOnlyObjectProperty<CandidValue> valueProperty() {
        return value.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Format> formatProperty() {
        return format.getReadOnlyProperty();
    }

    /** What is wrong with the text; null if nothing is. */
    public ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Changes whenever the form has to be made anew. */
    public ReadOnlyIntegerProperty structureProperty() {
        return structure.getReadOnlyProperty();
    }

    /** What is wrong with fields, by path. */
    public ObservableMap<String, String> fieldProblems() {
        return fields.problems();
    }
}
