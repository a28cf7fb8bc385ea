// The learned operator in a session, as headless jobs run it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "math/operator_update.h"
#include "model/error.h"
#include "session/fake_backend.h"
#include "session/session.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::shared_ptr<const Image> picture(Size size = {31, 23}, int channels = 3) {
    return std::make_shared<const Image>(make_picture(size, channels, 5));
}

SessionSettings learning() {
    SessionSettings settings;
    settings.preset.process = Process::learn;
    return settings;
}

Session cpu_session() {
    return Session(open_backend(BackendChoice::cpu, 2), 2);
}

Operator laplace(int channels = 3) {
    return start_operator(StartOperator::laplace, channels, 0);
}

/// Steps of the records, in their order.
std::vector<std::int64_t> steps_of(const std::vector<LossRecord>& losses) {
    std::vector<std::int64_t> steps;
    for (const LossRecord& loss : losses) steps.push_back(loss.step);
    return steps;
}

bool counts_up(const std::vector<LossRecord>& losses, std::int64_t first, std::int64_t last) {
    const auto steps = steps_of(losses);
    if (static_cast<std::int64_t>(steps.size()) != last - first + 1) return false;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (steps[i] != first + static_cast<std::int64_t>(i)) return false;
    return true;
}

}  // namespace

TEST_CASE("Learning steps give every loss once and in order, however they are portioned") {
    Session session = cpu_session();
    session.load(picture({5, 4}, 1));
    const SessionSettings settings = learning();
    CHECK(session.advance(settings, 2 * Backend::most_losses + 10) == 2 * Backend::most_losses + 10);
    CHECK(session.advance(settings, 3) == 3);
    CHECK(counts_up(session.take_losses(), 1, 2 * Backend::most_losses + 13));
    CHECK(session.take_losses().empty());
    session.advance(settings, 1);
    CHECK(counts_up(session.take_losses(), 2 * Backend::most_losses + 14, 2 * Backend::most_losses + 14));
}

TEST_CASE("No call asks the backend for more steps than it keeps losses of") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Session session({std::move(backend), ""}, 1);
    session.load(picture({5, 4}, 1));
    session.advance(learning(), Backend::most_losses + 1);
    CHECK(device->longest_call == Backend::most_losses);
    CHECK(session.step() == Backend::most_losses + 1);
}

TEST_CASE("Losses outlast a change of the process and of the backend") {
    Session session = cpu_session();
    session.load(picture());
    session.advance(learning(), 4);
    session.advance({}, 3);  // diffusion
    session.advance(learning(), 2);
    session.switch_backend(BackendChoice::cpu);
    session.advance(learning(), 2);
    CHECK(counts_up(session.take_losses(), 1, 8));
    CHECK(session.step() == 11);
}

TEST_CASE("Of losses that nobody takes the newest are kept") {
    Session session = cpu_session();
    session.load(picture({2, 2}, 1));
    const int steps = static_cast<int>(Session::most_losses) + 100;
    session.advance(learning(), steps);
    CHECK(counts_up(session.take_losses(), 101, steps));
}

TEST_CASE("Without learning there are no losses and the operator stays") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    settings.preset.learning.learning_rate = 0;
    session.advance(settings, 3);
    CHECK(session.take_losses().empty());
    CHECK(session.learning_state().current == laplace());
    CHECK(session.learning_state().steps == 3);
}

TEST_CASE("A source starts with the preset's operator, and so does a reset") {
    Session session = cpu_session();
    SessionSettings settings = learning();
    settings.preset.learning.start = StartOperator::random;
    settings.preset.learning.seed = 8;
    session.prepare(settings.preset);
    session.load(picture());
    const LearningState start = initial_learning_state(start_operator(StartOperator::random, 3, 8));
    CHECK(session.learning_state() == start);
    session.advance(settings, 5);
    CHECK(session.learning_state().current != start.current);
    session.reset();
    CHECK(session.learning_state() == start);
    CHECK(session.take_losses().empty());
    session.load(picture({9, 9}, 1));
    CHECK(session.learning_state().current == start_operator(StartOperator::random, 1, 8));
}

TEST_CASE("Another start operator starts the operator anew while steps go on") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    session.advance(settings, 5);
    const auto start_with = [&](auto&& change) {
        change(settings.preset);
        session.prepare(settings.preset);
        const LearningState state = session.learning_state();
        CHECK(state.updates == 0);
        CHECK(state.first_moment == LearningState{}.first_moment);
        CHECK(state.current == state.start);
        CHECK(session.step() == state.steps);
        session.advance(settings, 2);
        CHECK(session.learning_state().updates == 2);
        return state.current;
    };
    CHECK(start_with([](Preset& p) { p.learning.start = StartOperator::scharr_x; }) ==
          start_operator(StartOperator::scharr_x, 3, 1));
    CHECK(start_with([](Preset& p) { p.learning.start = StartOperator::random; }) ==
          start_operator(StartOperator::random, 3, 1));
    CHECK(start_with([](Preset& p) { p.learning.seed = 2; }) == start_operator(StartOperator::random, 3, 2));
    const Operator given = start_operator(StartOperator::random, 3, 77);
    CHECK(start_with([&](Preset& p) {
              p.learning.start = StartOperator::custom;
              p.custom_operator = given;
          }) == given);
    const Operator other = start_operator(StartOperator::random, 3, 78);
    CHECK(start_with([&](Preset& p) { p.custom_operator = other; }) == other);
    CHECK(session.learning_state().steps == 15);
}

TEST_CASE("Settings that are no start, and a seed that is not used, leave the operator learning") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    session.advance(settings, 5);
    const LearningState before = session.learning_state();
    settings.preset.learning.seed = 9;
    settings.preset.learning.k = 0.3f;
    settings.preset.custom_operator = start_operator(StartOperator::random, 3, 4);
    CHECK(!session.changes_operator(settings.preset));
    session.prepare(settings.preset);
    CHECK(session.learning_state() == before);
}

TEST_CASE("Another optimizer keeps the operator and clears the moments of the one before") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    session.advance(settings, 5);
    const LearningState before = session.learning_state();
    settings.preset.learning.optimizer = Optimizer::adam;
    session.prepare(settings.preset);
    CHECK(session.learning_state().current == before.current);
    CHECK(session.learning_state().updates == 0);
    CHECK(session.learning_state().first_moment == LearningState{}.first_moment);
}

TEST_CASE("Symmetry and zero sum hold the operator at once and also what a restart goes back to") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    settings.preset.learning.start = StartOperator::scharr_x;
    session.advance(settings, 5);
    settings.preset.learning.symmetry = Symmetry::rotational;
    settings.preset.learning.zero_sum = true;
    session.prepare(settings.preset);
    const LearningState state = session.learning_state();
    CHECK(state.updates == 5);
    for (const Operator* op : {&state.current, &state.start})
        for (int s = 0; s < op->slices(); ++s) {
            const float* slice = op->weights.data() + s * Operator::taps;
            CHECK(slice[0] == slice[2]);
            CHECK(slice[0] == slice[8]);
            CHECK(slice[1] == slice[3]);
            float sum = 0;
            for (int t = 0; t < Operator::taps; ++t) sum += slice[t];
            CHECK(std::fabs(sum) < 1e-5f);
        }
    settings.preset.learning.symmetry = Symmetry::none;
    settings.preset.learning.zero_sum = false;
    session.prepare(settings.preset);
    CHECK(session.learning_state().start == start_operator(StartOperator::scharr_x, 3, 1));
}

TEST_CASE("A pinned weight keeps its value through updates and scheduled restarts, until it is free") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    settings.preset.learning.schedule_period = 4;
    settings.preset.learning.schedule_phase = 0;
    session.edit_operator(SetWeight{10, 0.25f}, settings.preset.learning);
    session.edit_operator(SetPin{10, true}, settings.preset.learning);
    session.advance(settings, 8);  // ends with a restart
    LearningState state = session.learning_state();
    CHECK(state.updates == 0);
    CHECK(state.current.weights[10] == 0.25f);
    CHECK(state.current.weights[4] == -4.0f);
    session.edit_operator(SetPin{10, false}, settings.preset.learning);
    session.edit_operator(RestartOperator{}, settings.preset.learning);
    CHECK(session.learning_state().current == laplace());
}

TEST_CASE("An edit changes what it names; what is no weight, no number or another shape changes nothing") {
    Session session = cpu_session();
    session.load(picture());
    const LearningParams params;
    session.advance(learning(), 3);
    const LearningState before = session.learning_state();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    Operator broken = laplace();
    broken.weights[7] = nan;
    for (const OperatorEdit& edit :
         {OperatorEdit(SetWeight{-1, 1.0f}), OperatorEdit(SetWeight{81, 1.0f}),
          OperatorEdit(SetWeight{3, nan}), OperatorEdit(SetPin{81, true}),
          OperatorEdit(SetOperator{laplace(1)}), OperatorEdit(SetOperator{broken})}) {
        session.edit_operator(edit, params);
        CHECK(session.learning_state() == before);
    }
    session.edit_operator(SetWeight{40, 2.5f}, params);
    LearningState expected = before;
    expected.current.weights[40] = 2.5f;
    CHECK(session.learning_state() == expected);
    session.edit_operator(SetWeight{40, 1e30f}, params);
    CHECK(session.learning_state().current.weights[40] == largest_weight);
    const Operator given = start_operator(StartOperator::random, 3, 3);
    session.edit_operator(SetOperator{given}, params);
    CHECK(session.learning_state().current == given);
    CHECK(session.learning_state().start == laplace());
    CHECK(session.learning_state().updates == 0);
}

TEST_CASE("Another backend goes on with picture, operator and moments, bit by bit") {
    const SessionSettings settings = learning();
    Session moved = cpu_session(), stayed = cpu_session();
    for (Session* session : {&moved, &stayed}) {
        session->load(picture());
        session->edit_operator(SetPin{3, true}, settings.preset.learning);
        session->advance(settings, 6);
    }
    moved.switch_backend(BackendChoice::cpu);
    CHECK(moved.learning_state() == stayed.learning_state());
    moved.advance(settings, 6);
    stayed.advance(settings, 6);
    CHECK(moved.learning_state() == stayed.learning_state());
    CHECK(same_bits(moved.download(), stayed.download()));
}

TEST_CASE("When a device fails the operator starts anew with the run, and the notice says so") {
    auto failing = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = failing.get();
    Session session({std::move(failing), ""}, 1);
    SessionSettings settings = learning();
    settings.preset.learning.start = StartOperator::scharr_y;
    session.prepare(settings.preset);
    session.load(picture());
    session.advance(settings, 4);
    const int starts = session.starts();
    device->fail_from_now_on = true;
    CHECK(session.advance(settings, 3) == 3);
    CHECK(session.notice().find("from the source and the start operator") != std::string::npos);
    CHECK(session.starts() > starts);
    CHECK(counts_up(session.take_losses(), 1, 3));
    Session fresh = cpu_session();
    fresh.prepare(settings.preset);
    fresh.load(picture());
    fresh.advance(settings, 3);
    CHECK(session.learning_state() == fresh.learning_state());
    CHECK(same_bits(session.download(), fresh.download()));
}

TEST_CASE("An operator that leaves all bounds starts again and is counted, and the run stays finite") {
    Session session = cpu_session();
    session.load(picture());
    SessionSettings settings = learning();
    settings.preset.learning.learning_rate = 1;
    settings.preset.learning.fidelity = 100;
    CHECK(session.recoveries() == 0);
    session.advance(settings, 50);
    static_cast<void>(session.take_losses());
    const int recoveries = session.recoveries();
    CHECK(recoveries > 0);
    CHECK(session.learning_state().recoveries == recoveries);
    for (float weight : session.learning_state().current.weights) CHECK(std::fabs(weight) <= largest_weight);
    for (const ChannelStatistics& channel : session.statistics()) CHECK(std::isfinite(channel.mean));
    session.reset();  // a new state, but what happened has happened
    CHECK(session.learning_state().recoveries == 0);
    CHECK(session.recoveries() == recoveries);
}

TEST_CASE("A kick mixes the original back by its share") {
    Session session = cpu_session();
    const auto source = picture();
    session.load(source);
    session.advance(learning(), 20);
    const Image before = session.download();
    session.kick(0.25f);
    const Image after = session.download();
    for (int x = 0; x < 31; ++x) {
        const float was = before.plane(1).row(7)[x], original = source->plane(1).row(7)[x];
        CHECK(after.plane(1).row(7)[x] == doctest::Approx(0.75f * was + 0.25f * original).epsilon(1e-6));
    }
    session.kick(0);
    CHECK(same_bits(session.download(), after));
    session.kick(1);
    CHECK(session.download().plane(2).row(9)[8] == doctest::Approx(source->plane(2).row(9)[8]));
}

TEST_CASE("Noise is new with every touch and the same in every run") {
    BrushDab dab{.brush = {.tool = BrushTool::noise, .size = 30, .strength = 1}, .x = 15, .y = 11};
    Session first = cpu_session(), second = cpu_session();
    for (Session* session : {&first, &second}) session->load(picture());
    first.paint({dab});
    const Image once = first.download();
    second.paint({dab});
    CHECK(same_bits(second.download(), once));
    first.reset();
    first.paint({dab});
    CHECK(same_bits(first.download(), once));
    first.paint({dab});
    second.reset();
    second.paint({dab, dab});
    CHECK(same_bits(first.download(), second.download()));
    second.reset();
    second.paint({dab});
    const auto value = [&](const Image& image) { return image.plane(0).row(11)[15]; };
    const float first_change = value(once) - value(*picture());
    first.reset();
    first.paint({dab});
    const Image before = first.download();
    first.paint({dab});
    CHECK(value(first.download()) - value(before) != first_change);
}

TEST_CASE("A session without a source does nothing and says so by its values") {
    Session session = cpu_session();
    session.kick(1);
    session.paint({BrushDab{}});
    session.reset();
    session.edit_operator(RestartOperator{}, {});
    CHECK(session.advance(learning(), 3) == 0);
    CHECK(session.take_losses().empty());
    CHECK(session.learning_state() == LearningState{});
    CHECK(session.step() == 0);
}
