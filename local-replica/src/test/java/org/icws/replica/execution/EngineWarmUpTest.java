package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class EngineWarmUpTest {

    @Test
    void its_module_is_one_that_canisters_may_have() {
        assertThatCode(EngineWarmUp::run).doesNotThrowAnyException();
    }
}
