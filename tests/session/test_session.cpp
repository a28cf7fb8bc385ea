// A session by itself, as headless jobs run it.
#include <doctest/doctest.h>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "model/error.h"
#include "session/fake_backend.h"
#include "session/session.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::shared_ptr<const Image> picture(Size size = {61, 47}, int channels = 3) {
    return std::make_shared<const Image>(make_picture(size, channels, 21));
}

}  // namespace

TEST_CASE("A session counts its steps, starts again from the source, and runs none without a process") {
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    SessionSettings settings;
    CHECK(session.advance(settings, 5) == 0);  // no picture yet
    const auto source = picture();
    session.load(source);
    CHECK(session.step() == 0);
    CHECK(session.advance(settings, 5) == 5);
    CHECK(session.advance(settings, 2) == 2);
    CHECK(session.step() == 7);
    CHECK(!same_bits(session.download(), *source));
    CHECK(same_bits(session.download(Content::original), *source));
    session.reset();
    CHECK(session.step() == 0);
    CHECK(same_bits(session.download(), *source));
    settings.preset.process = Process::none;
    CHECK(session.advance(settings, 5) == 0);
    CHECK(same_bits(session.download(), *source));
}

TEST_CASE("A session takes its running picture along to another backend") {
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    session.load(picture());
    session.advance({}, 9);
    const Image nine = session.download();
    session.switch_backend(BackendChoice::automatic);
    CHECK(session.step() == 9);
    CHECK(same_bits(session.download(), nine));
}

TEST_CASE("Asking for CUDA where there is none says why and changes nothing") {
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    session.load(picture());
    session.advance({}, 3);
    const Image three = session.download();
    try {
        session.switch_backend(BackendChoice::cuda);
        CHECK(session.backend_info().name == "cuda");  // a machine with a device
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::job);
        CHECK(std::string(error.what()).find("backend cuda: ") == 0);
        CHECK(session.backend_info().name == "cpu");
    }
    CHECK(session.step() == 3);
    CHECK(same_bits(session.download(), three));
}

TEST_CASE("The automatic choice says why it is not CUDA") {
    const OpenedBackend opened = open_backend(BackendChoice::automatic);
    if (opened.backend->info().name == "cpu")
        CHECK(opened.why.find("CUDA is not used: ") == 0);
    else
        CHECK(opened.why.empty());
}

TEST_CASE("When a device fails the session goes on with the CPU from the source, once, and says so") {
    auto failing = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = failing.get();
    Session session({std::move(failing), ""}, 1);
    const auto source = picture();
    session.load(source);
    CHECK(session.advance({}, 4) == 4);
    CHECK(session.notice().empty());
    device->fail_from_now_on = true;
    CHECK(session.advance({}, 3) == 3);
    CHECK(session.step() == 3);
    CHECK(session.backend_info().name == "cpu");
    CHECK(session.notice().find("the device fell over") != std::string::npos);
    Session fresh(open_backend(BackendChoice::cpu, 1), 1);
    fresh.load(source);
    fresh.advance({}, 3);
    CHECK(same_bits(session.download(), fresh.download()));
}

TEST_CASE("A picture that does not fit leaves the old one running") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Session session({std::move(backend), ""}, 1);
    const auto source = picture();
    session.load(source);
    session.advance({}, 2);
    device->refuse_uploads = true;
    CHECK_THROWS_AS(session.load(picture({9, 9}, 1)), Error);
    CHECK(session.source() == source);
    CHECK(session.step() == 2);
}
