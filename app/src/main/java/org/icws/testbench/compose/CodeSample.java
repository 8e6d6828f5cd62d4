package org.icws.testbench.compose;

import javafx.scene.layout.StackPane;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;

/** An editor of nothing, whose only use is that another one is made sooner after it. FX thread only. */
public final class CodeSample extends StackPane {

    public CodeSample() {
        CodeArea area = new CodeArea("1");
        area.setWrapText(true);
        area.getStyleClass().add("code-editor");
        area.plainTextChanges().subscribe(change -> {});
        getChildren().add(new VirtualizedScrollPane<>(area));
    }
}
