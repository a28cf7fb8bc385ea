#pragma once
#include <string>

#include "media/capture_name.h"
#include "ui/actions.h"
#include "ui/messages.h"
#include "ui/still_params.h"

namespace droplet {

/// Where captures go, as two fields of text. What is not valid never leaves them: while it stands there, the
/// line below says why, and the last place that was valid stays in force.
class CapturePlacePart {
 public:
    /// `extension` is that of the example of a name below the fields. True when the place changed.
    bool draw(CapturePlace& place, const CaptureFacts& facts, const std::string& extension,
              const ActionList& actions);

 private:
    bool draw_folder(CapturePlace& place, const ActionList& actions);
    bool draw_name(CapturePlace& place);
    void draw_example(const CapturePlace& place, const CaptureFacts& facts,
                      const std::string& extension) const;

    std::string mistake_;  ///< of what is being typed
};

/// What the section Capture says of stills.
struct StillPart {
    StillParams& params;
    CapturePlace& place;
    CapturePlacePart& fields;
    const CaptureFacts& facts;  ///< of a still taken now
    const ActionList& actions;
    Messages& messages;
};
/// True when a setting changed.
bool still_part(const StillPart& part);

/// "png", "jpg" or "pfm".
const char* still_extension(const StillParams& params);
/// Why a row does nothing now; empty where it does.
std::string still_refusal(const StillParams& params, std::string_view key);

}  // namespace droplet
