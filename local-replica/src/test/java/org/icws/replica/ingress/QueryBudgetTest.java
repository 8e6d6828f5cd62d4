package org.icws.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.icws.replica.execution.Response;
import org.junit.jupiter.api.Test;

class QueryBudgetTest {
    private static String end(QueryBudget budget) {
        return budget.spent()
                .map(response -> ((Response.Reject) response).errorCode())
                .orElse("none");
    }

    @Test
    void aQueryWithinItsLimitsGoesOn() {
        QueryBudget budget = new QueryBudget(100_000_000, Duration.ofMinutes(1));
        budget.chargeCall();
        budget.descend(5);
        assertThat(end(budget)).isEqualTo("none");
    }

    @Test
    void theTimeOfAllQueriesTogetherIsLimited() {
        QueryBudget budget = new QueryBudget(100_000_000, Duration.ZERO);
        assertThat(end(budget)).isEqualTo("IC0528");
        assertThat(budget.leftNanos())
                .as("a time that an execution can be given")
                .isPositive();
    }

    @Test
    void theInstructionsOfAllQueriesTogetherAreLimited() {
        QueryBudget budget = new QueryBudget(60_000_000, Duration.ofMinutes(1));
        budget.chargeCall();
        assertThat(end(budget)).isEqualTo("none");
        budget.chargeCall();
        assertThat(end(budget)).isEqualTo("IC0526");
    }

    @Test
    void theDepthOfCallsIsLimited() {
        QueryBudget budget = new QueryBudget(60_000_000, Duration.ofMinutes(1));
        budget.descend(6);
        assertThat(end(budget)).isEqualTo("IC0525");
    }
}
