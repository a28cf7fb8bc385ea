#include "ui/learning_panel.h"

#include <doctest/doctest.h>

#include "ui/panel_host.h"

using namespace droplet;

TEST_CASE("Every row does something under some settings, and says why where it does nothing") {
    const LearningParams original;
    LearningParams off, frozen, still, adam, random;
    off.learning = false;
    frozen.freeze = true;
    still.learning_rate = 0;
    adam.optimizer = Optimizer::adam;
    random.start = StartOperator::random;
    LearningParams video;
    video.frame_mix = 0.2f;
    for_each_field<LearningParams>([&](const auto& field) {
        CAPTURE(std::string(field.key));
        bool usable = false;
        for (const auto& params : {original, adam, random, video})
            usable |= learning_refusal(params, field.key).empty();
        CHECK(usable);
    });
    for (const char* key :
         {"momentum", "weight-decay", "optimizer", "schedule-period", "freeze", "target", "edge"}) {
        CAPTURE(key);
        CHECK_FALSE(learning_refusal(off, key).empty());
        CHECK_FALSE(learning_refusal(still, key).empty());
        CHECK(learning_refusal(original, key).empty());
    }
    CHECK_FALSE(learning_refusal(frozen, "momentum").empty());
    CHECK(learning_refusal(frozen, "edge").empty());  // the loss is measured all the same
    CHECK(learning_refusal(frozen, "freeze").empty());
    CHECK(learning_refusal(still, "learning-rate").empty());
    for (const char* key : {"learning", "k", "rate", "conductance", "start", "symmetry"})
        CHECK(learning_refusal(off, key).empty());
    CHECK_FALSE(learning_refusal(original, "second-momentum").empty());
    CHECK_FALSE(learning_refusal(original, "seed").empty());
    CHECK_FALSE(learning_refusal(original, "frame-rest").empty());
}

TEST_CASE("Without a schedule its other rows are greyed, not the one that brings it back") {
    LearningParams params;
    params.schedule_period = 0;
    CHECK(learning_refusal(params, "schedule-period").empty());
    CHECK_FALSE(learning_refusal(params, "schedule-mix").empty());
}

TEST_CASE("The most used rows are open, the others unfold") {
    LearningParams params;
    Messages messages;
    bool changed = false;
    test::PanelHost host([&] { changed |= learning_panel(params, messages); });
    for (const char* fold : {"fold.Optimizer", "fold.Schedule", "fold.Video"}) host.click(fold);
    for (const char* key :
         {"learning", "k", "rate", "learning-rate", "fidelity", "momentum", "schedule-mix", "passes"})
        CHECK(place_of(key).has_value());
    CHECK_FALSE(changed);
    host.click("learning");
    CHECK(changed);
    CHECK_FALSE(params.learning);
    host.click("scale-learning-rate");  // greyed now
    CHECK(params.scale_learning_rate);
}
