package org.icws.testbench.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;

import java.util.List;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.RootKeySource;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.BatchCheck;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.testbench.client.CertifiedFrames;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.HashTreeView;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class SignaturesViewModelTest {

    private static final String KEY = "gateway_00000000000000000061";

    private final CertifiedFrames certified = new CertifiedFrames(CANISTER);
    private final ClientKey ada = client("ada");
    private final MessagesViewModel messages = new MessagesViewModel(new NameBook(), 1_000);
    private final SignaturesViewModel model = new SignaturesViewModel(messages, Runnable::run, Runnable::run);
    private long sequence;
    private long verified;
    private long failed;

    /** A message as the gateway would report it: proved from its bytes, of which one may be flipped. */
    private MessageRow arrive(long number, boolean flipped) {
        byte[] content = new WebsocketMessage(ada, number, T0, false, TestEvents.candid("hello " + number)).encode();
        CanisterFrame frame = certified.frame(KEY, content, T0);
        byte[] arrived = content.clone();
        if (flipped) {
            arrived[arrived.length - 3] ^= 1;
        }
        Proof proof = new BatchCheck(
                        new CertificateVerifier(certified.rootKey()),
                        clockAtT0(),
                        GatewayProtocol.V1,
                        CANISTER,
                        frame.cert(),
                        frame.tree())
                .prove(new QueuedMessage(ada, KEY, arrived));
        verified += proof.verdict() == Verdict.VERIFIED ? 1 : 0;
        failed += proof.verdict() == Verdict.FAILED ? 1 : 0;
        long at = T0 + number * TestEvents.SECOND;
        GatewayEvent poll = new GatewayEvent.PollCompleted(
                ++sequence, at + 10, CANISTER, 61, 1, true, 2_000_000, frame.cert(), frame.tree());
        GatewayEvent message = new GatewayEvent.CanisterMessage(
                ++sequence,
                at + 20,
                1,
                CANISTER,
                ada,
                KEY,
                61,
                number,
                T0,
                false,
                "app",
                arrived,
                TestEvents.candid("hello " + number),
                900,
                proof,
                at,
                at + 15);
        Counters counters = TestEvents.counts(0, verified + failed, verified, failed, 0);
        GatewaySnapshot snapshot = new GatewaySnapshot(
                at,
                client("gateway").principal(),
                certified.rootKey().hex(),
                RootKeySource.CONFIGURED,
                List.of(),
                List.of(),
                counters);
        Frame now = new Frame(at, List.of(poll, message), 0, snapshot);
        messages.onFrame(now);
        model.onFrame(now);
        return messages.rows().get(messages.rows().size() - 1);
    }

    private static GatewayClock clockAtT0() {
        return new GatewayClock() {
            @Override
            public long nowNanos() {
                return T0;
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }

    private static HashTreeView.Node leafOfPath(HashTreeView.Node node) {
        return node.children().stream()
                .filter(HashTreeView.Node::path)
                .findFirst()
                .map(SignaturesViewModelTest::leafOfPath)
                .orElse(node);
    }

    @Test
    void the_newest_proof_is_chosen_and_all_is_said_in_one_sentence() {
        arrive(1, false);
        MessageRow second = arrive(2, false);

        assertThat(model.listed()).first().isSameAs(second);
        assertThat(model.chosenProperty().get()).isSameAs(second);
        assertThat(model.summaryProperty().get().verdict()).isEqualTo("All 2 messages verified");
        assertThat(model.rootProperty().get().local()).isTrue();
    }

    @Test
    void the_tree_of_a_message_ends_at_the_hash_of_its_content() {
        arrive(1, false);

        Evidence evidence = model.evidenceProperty().get();

        assertThat(evidence.problem()).isEmpty();
        assertThat(leafOfPath(evidence.tree().root()).text())
                .endsWith("seq 1, " + messages.rows().get(0).client());
        assertThat(leafOfPath(evidence.stateTree().root()).text()).endsWith("certified data");
        assertThat(evidence.signed()).extracting(e -> e.name()).contains("Signed", "Tree root", "Signature");
        assertThat(evidence.delegation()).isEmpty();
    }

    private Evidence evidenceOf(byte[] certificate, byte[] tree) {
        TestEvents make = new TestEvents();
        GatewayEvent.CanisterMessage message =
                (GatewayEvent.CanisterMessage) make.down(T0, ada, 1, "x", Verdict.FAILED);
        GatewayEvent poll = new GatewayEvent.PollCompleted(
                message.sequence() - 1, T0, CANISTER, message.nonce(), 1, true, 1_000_000, certificate, tree);
        messages.onFrame(TestEvents.frame(T0, List.of(poll, message)));
        model.choose(messages.rows().get(messages.rows().size() - 1));
        return model.evidenceProperty().get();
    }

    @Test
    void a_certificate_that_is_none_hides_neither_its_bytes_nor_the_canisters_tree() {
        Evidence evidence = evidenceOf(
                "abc".getBytes(), certified.frame(KEY, new byte[] {1}, T0).tree());

        assertThat(evidence.problem()).startsWith("The certificate cannot be decoded. ");
        assertThat(evidence.tree().root()).isNotNull();
        assertThat(evidence.tree().words()).isEqualTo("1 leaf, 0 pruned");
        assertThat(evidence.stateTree().root()).isNull();
        assertThat(evidence.stateTree().words()).contains("certificate, which cannot be decoded");
        assertThat(evidence.signed())
                .contains(new FactGrid.Entry("Bytes", "616263", "fg-fail"))
                .extracting(FactGrid.Entry::name)
                .containsExactly("Bytes", "Certified", "Size");
    }

    @Test
    void a_tree_that_is_none_does_not_hide_the_certificate() {
        Evidence evidence = evidenceOf(certified.frame(KEY, new byte[] {1}, T0).cert(), "abc".getBytes());

        assertThat(evidence.problem()).isEmpty();
        assertThat(evidence.tree().root()).isNull();
        assertThat(evidence.tree().words()).startsWith("The canister's tree cannot be decoded. ");
        assertThat(leafOfPath(evidence.stateTree().root()).text()).endsWith("certified data");
        assertThat(evidence.signed()).extracting(FactGrid.Entry::name).contains("Signed", "Signature", "Size");
    }

    @Test
    void a_flipped_byte_is_found_at_its_step_with_both_values() {
        arrive(1, false);
        arrive(2, true);

        Proof proof = model.proofProperty().get();

        assertThat(proof.firstFailure().orElseThrow().name()).isEqualTo(Proof.CONTENT);
        assertThat(proof.firstFailure().orElseThrow().expected()).hasSize(64);
        assertThat(SignaturesViewModel.headline(proof)).startsWith("Failed at step ");
        assertThat(model.summaryProperty().get().tone()).isEqualTo("fail");
        assertThat(model.summaryProperty().get().facts()).contains("The other one is verified.");
    }

    @Test
    void a_proof_made_again_from_the_bytes_comes_to_the_same() {
        arrive(1, true);
        Proof first = model.proofProperty().get();

        model.verifyAgain();

        Proof again = model.proofProperty().get();
        assertThat(again).isNotSameAs(first);
        assertThat(again.steps())
                .extracting(s -> s.name() + s.verdict() + s.actual())
                .isEqualTo(first.steps().stream()
                        .map(s -> s.name() + s.verdict() + s.actual())
                        .toList());
        assertThat(model.proofNoteProperty().get()).contains("made anew");
    }

    @Test
    void the_next_finding_goes_from_one_failed_proof_to_the_one_before() {
        MessageRow first = arrive(1, true);
        arrive(2, false);
        MessageRow third = arrive(3, true);
        arrive(4, false);

        assertThat(model.nextFinding()).isTrue();
        assertThat(model.chosenProperty().get()).isSameAs(third);
        model.nextFinding();
        assertThat(model.chosenProperty().get()).isSameAs(first);
        assertThat(model.followingProperty().get()).isFalse();
    }

    @Test
    void while_the_list_stands_still_it_says_how_many_have_come() {
        arrive(1, false);
        assertThat(model.newerProperty().get()).isZero();
        model.followingProperty().set(false);
        arrive(2, false);
        arrive(3, true);
        assertThat(model.listed()).hasSize(1);
        assertThat(model.newerProperty().get()).isEqualTo(2);
        MessageRow fourth = arrive(4, false);
        assertThat(model.newerProperty().get()).isEqualTo(3);

        model.followingProperty().set(true);
        assertThat(model.newerProperty().get()).isZero();
        assertThat(model.listed()).hasSize(4);
        assertThat(model.chosenProperty().get()).isSameAs(fourth);
    }

    @Test
    void only_what_belongs_in_the_list_counts_as_new() {
        arrive(1, true);
        model.scopeProperty().set(SignaturesViewModel.Scope.FAILED);
        model.followingProperty().set(false);
        arrive(2, false);
        assertThat(model.newerProperty().get()).isZero();
        arrive(3, true);
        assertThat(model.newerProperty().get()).isEqualTo(1);
    }

    @Test
    void a_proof_that_came_after_the_list_stood_still_is_chosen_among_its_neighbours() {
        MessageRow first = arrive(1, false);
        model.choose(first);
        arrive(2, false);
        MessageRow third = arrive(3, true);
        MessageRow last = arrive(4, false);

        model.choose(third);

        assertThat(model.chosenProperty().get()).isSameAs(third);
        assertThat(model.listed()).startsWith(last, third).hasSize(4);
        assertThat(model.followingProperty().get()).isFalse();
    }

    @Test
    void only_failed_ones_can_be_listed() {
        arrive(1, true);
        arrive(2, false);

        model.scopeProperty().set(SignaturesViewModel.Scope.FAILED);

        assertThat(model.listed())
                .singleElement()
                .extracting(MessageRow::verdict)
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void without_its_page_a_proof_says_what_is_missing() {
        TestEvents make = new TestEvents();
        Frame frame = TestEvents.frame(T0, List.of(make.down(T0, ada, 1, "x", Verdict.VERIFIED)));
        messages.onFrame(frame);
        model.choose(messages.rows().get(0));

        assertThat(model.evidenceProperty().get().problem()).contains("not kept");
        model.onFrame(frame);
        model.choose(messages.rows().get(0));
        model.verifyAgain();
        assertThat(model.proofNoteProperty().get()).contains("not kept");
    }

    @Test
    void the_list_rests_while_nobody_looks_and_is_up_to_date_when_somebody_does() {
        MessageRow first = arrive(1, false);
        model.setSeen(false);
        MessageRow second = arrive(2, false);
        assertThat(model.listed()).containsExactly(first);
        model.setSeen(true);
        assertThat(model.listed()).containsExactly(second, first);
        assertThat(model.chosenProperty().get()).isEqualTo(second);
    }
}
