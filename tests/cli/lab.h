// What the tests of `droplet convolve` and `droplet edges` share.
#pragma once
#include <memory>
#include <string>

#include "cli/commands.h"
#include "media/image_io.h"
#include "session/session.h"

namespace droplet::test {

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

}  // namespace droplet::test
