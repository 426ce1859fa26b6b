"""Keys of settings objects that the vendor describes and nothing here reads.

What is in neither a model nor one of these lists may be a switch of a new feature.
Source: ConnectWise PSA API 2025.1.
"""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["KNOWN"]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


KNOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "BoardWire": _words(
            "_info allSort autoAssignLimitAmount autoAssignLimitFlag",
            "autoAssignNewECTicketsFlag autoAssignNewPortalTicketsFlag",
            "autoAssignNewTicketsFlag autoAssignTicketOwnerFlag autoCloseStatus billExpense",
            "billProduct billTicketSeparatelyFlag billTicketsAfterClosedFlag billTime",
            "billUnapprovedTimeExpenseFlag boardIcon closedLoopAllFlag",
            "closedLoopDiscussionsFlag closedLoopInternalAnalysisFlag",
            "closedLoopResolutionFlag contactTemplate department discussionsLockedFlag",
            "dispatchMember dutyManagerMember emailConnectorAllowReopenClosedFlag",
            "emailConnectorNeverReopenByDaysClosedFlag emailConnectorNeverReopenByDaysFlag",
            "emailConnectorNewTicketNoMatchFlag emailConnectorReopenDaysClosedLimit",
            "emailConnectorReopenDaysLimit emailConnectorReopenResourcesFlag",
            "emailConnectorReopenStatus id inactiveFlag internalAnalysisSort location",
            "markFirstNoteIssueFlag name notifyEmailFrom notifyEmailFromName oncallMember",
            "overrideBillingSetupFlag percentageCalculation problemSort projectFlag",
            "resolutionSort resourceTemplate restrictBoardByDefaultFlag sendToBundledFlag",
            "sendToCCFlag sendToContactFlag sendToResourceFlag serviceManagerMember",
            "showDependenciesFlag showEstimatesFlag signOffTemplate timeEntryDiscussionFlag",
            "timeEntryInternalAnalysisFlag timeEntryLockedFlag timeEntryResolutionFlag",
            "useMemberDisplayNameFlag workRole workType locationId businessUnitId",
        ),
        "TeamWire": _words(
            "_info boardId businessUnitId defaultFlag defaultRoundRobinFlag id locationId",
            "members name notifyOnTicketDelete roundRobinFlag teamLeader",
        ),
        "AutoTemplateWire": _words(
            "_info autoApplyFlag board budgetHoursSetting discussionSetting",
            "documentsSetting financeInformationSetting id impactUrgencySetting",
            "internalAnalysisSetting item resolutionSetting resourcesSetting",
            "sendNotesAsEmailSetting serviceTemplate subtype summarySetting tasksSetting",
            "templatePrioritySetting type",
        ),
        "WorkflowWire": _words(
            "_info activateFlag batchFrequencyUnit batchInterval batchLastRan batchSchedule",
            "board connectWiseID department id location name tableType",
        ),
        "EventWire": _words(
            "_info connectWiseID dateTestedUTC eventCondition executionTime",
            "frequencyOfExecution frequencyUnit id maxNumberOfExecution name",
            "parentConnectWiseId parentId testRecordsMatched",
        ),
        "ActionWire": _words(
            "_info activityStatus activityType attachConfigurationsFor attachedTrack",
            "attachments auditNotesFlag automateScript bccContact board boardStatus",
            "ccContact companyStatus configurationStatus configurationType connectWiseID",
            "daysToExecute detailNotesFlag emailFrom emailRecipient",
            "grandParentConnectWiseId grandParentId group id internalNotesFlag",
            "invoiceMinDays notes notifyFrom notifyType notifyWho parentConnectWiseId",
            "parentId projectStatus salesOrderStatus scriptFailStatus scriptSuccessStatus",
            "serviceItem servicePriority serviceSubType serviceSurvey serviceTemplate",
            "serviceType specificMemberFrom specificMemberTo specificTeamTo subject",
            "updateOwnerFlag",
        ),
        "TrackActionWire": _words(
            "_info activityStatus activityType attachedTrack bccContact ccContact",
            "companyStatus daysToExecute emailFrom emailRecipient group id notes notifyFrom",
            "notifyType notifyWho serviceTemplate specificMemberFrom specificMemberTo subject",
            "track",
        ),
    }
)
"""Model to the keys that rows of it may have; some old servers send flat ids beside them."""
