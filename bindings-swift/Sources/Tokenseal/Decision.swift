extension AccessRules {
    /// What was decided about a request, why, and how to answer.
    public struct Decision: Hashable, Sendable {
        /// Whether to let the request pass.
        public let isAllowed: Bool
        /// Whether it passes only because the rules merely report: they would deny it.
        public let isOnlyReported: Bool
        /// The HTTP status to answer with: 200 if it is allowed.
        public let status: Int
        /// The reason for the decision.
        public let reason: Reason
        /// The name of the rule that decided, or of the one that the token came closest to.
        public let rule: String?
        /// What would have been enough; nil if nothing is lacking.
        public let needed: Needed?
        /// The values for `WWW-Authenticate`, each in a header of its own (RFC 6750, section 3;
        /// RFC 9449, section 7.1; RFC 9470, section 3).
        public let challenges: [String]
    }

    /// Why a request is allowed or not.
    public enum Reason: String, CaseIterable, Codable, Sendable {
        /// A rule allows it.
        case allowed
        /// A public rule allows it.
        case `public`
        /// It is a preflight request that a rule lets pass.
        case preflight
        /// There is no token, and a rule would allow a good one.
        case noToken = "no_token"
        /// The token is no good.
        case badToken = "bad_token"
        /// A rule denies it.
        case denied
        /// No rule allows it to anyone.
        case noRule = "no_rule"
        /// The token lacks what a rule requires.
        case insufficient
        /// Programs read its path in different ways.
        case badPath = "bad_path"
        /// Tokens could not be checked: keys or a list could not be reached.
        case unavailable
        /// Tokens could not be checked: the service is set up wrongly.
        case misconfigured
    }

    /// What a token lacks for the rule that it came closest to.
    public struct Needed: Hashable, Decodable, Sendable {
        /// Scopes that it lacks; it needs all of them.
        public let scope: [String]
        /// Scopes, one of which it needs.
        public let anyScope: [String]
        /// Paths of claims that are missing, or not as the rule requires: each a list of names.
        public let claims: [[String]]
        /// Authentication contexts, one of which it needs.
        public let acr: [String]
        /// How long ago the user may have authenticated, in seconds.
        public let maxAuthAge: Int?
        /// Issuers, one of which must have issued it.
        public let issuer: [String]
        /// Whether it must be bound to a key or a certificate whose possession is proven.
        public let proof: Bool
    }

    /// What one rule says about a request.
    public struct Explanation: Hashable, Decodable, Sendable {
        /// What a rule does if it matches.
        public enum Effect: String, CaseIterable, Codable, Sendable {
            /// It allows requests whose token has what it requires.
            case allow
            /// It refuses, whatever other rules allow.
            case deny
            /// It allows everyone.
            case `public`
        }

        /// The name of the rule.
        public let rule: String
        /// What it does if it matches.
        public let effect: Effect
        /// Whether it is for both the method and the path, so that it was consulted.
        public let fits: Bool
        /// Whether it is for the method.
        public let fitsMethod: Bool
        /// Whether it is for the path. A rule that is not would be if case and a trailing slash
        /// were ignored.
        public let fitsPath: Bool
        /// Whether its conditions hold.
        public let matches: Bool
        /// What an allow rule requires that the token lacks; without a token, all that it requires.
        public let missing: Needed?
    }

    /// One finding about a rule.
    public struct Finding: Hashable, Decodable, Sendable {
        /// What is wrong with a rule.
        public enum Fault: String, CaseIterable, Codable, Sendable {
            /// No token can have all that it requires, since the requirements contradict each
            /// other.
            case contradictory
            /// Another rule denies all that it allows.
            case blocked
            /// Another rule already does all that it does.
            case redundant
        }

        /// What is wrong.
        public let fault: Fault
        /// The name of the rule.
        public let rule: String
        /// The name of the rule that causes it.
        public let by: String?
    }
}

extension AccessRules.Decision: Decodable {
    private enum CodingKeys: String, CodingKey {
        case isAllowed = "allowed"
        case isOnlyReported = "onlyReported"
        case status, reason, rule, needed, challenges
    }
}

extension AccessRules.Decision: Printed {
    /// What was decided, and by which rule.
    public var description: String {
        shown("Decision", [
            ("allowed", "\(isAllowed)"), ("status", "\(status)"), ("reason", reason.rawValue),
            ("rule", quoted(rule)),
        ])
    }
}
