// What the tests of `droplet convolve` and `droplet edges` share.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/program.h"
#include "media/image_io.h"
#include "media/test_picture.h"
#include "session/session.h"

namespace droplet::test {

inline void write_input(const std::string& path, Size size = {41, 29}) {
    write_image(make_test_picture(size), path);
}

/// Runs a command on the CPU.
inline Outcome run_lab(const std::string& command, const std::string& in, const std::string& out,
                       const std::vector<std::string>& more) {
    std::vector<std::string> arguments{command, in, "-o", out, "--backend", "cpu"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_droplet(arguments);
}

/// What a session shows of a picture after so many steps with a preset. On this thread alone: others would
/// take the signals that the tests of Interrupt send.
inline Image shown_by_session(const Image& picture, const Preset& preset, int steps = 0) {
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    session.load(std::make_shared<const Image>(picture.clone()));
    SessionSettings settings;
    settings.preset = preset;
    session.advance(settings, steps);
    session.derive(preset);
    return session.download(shown_content(preset));
}

/// The bytes of a picture as a PFM.
inline std::string pfm_of(const Image& image, const TemporaryFolder& folder) {
    write_image(image, folder / "expected.pfm");
    return read_text(folder / "expected.pfm");
}

/// Checks that the program refused in one line of the form `droplet: SUBJECT: …`, and wrote nothing else.
inline std::string refusal(const std::vector<std::string>& arguments, int status,
                           const Streams& streams = {}) {
    const Outcome outcome = run_droplet(arguments, streams);
    CHECK(outcome.status == status);
    CHECK(outcome.out.empty());
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    REQUIRE(outcome.err.starts_with("droplet: "));
    return outcome.err.substr(9, outcome.err.size() - 10);
}

}  // namespace droplet::test
