#pragma once
#include "media/xdg.h"
